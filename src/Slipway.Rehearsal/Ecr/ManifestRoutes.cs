using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>The registry's manifests and tags.</summary>
internal sealed class ManifestRoutes(Repositories repositories, BlobStore blobs, TimeProvider clock)
{
    public async Task Get(RegistryPath.ManifestOf path, string account, HttpRequest request, HttpResponse response, CancellationToken ct)
    {
        var repository = HttpMethods.IsHead(request.Method) ? Known(path.Repository, account)
            : repositories.Find(path.Repository, account, has: one => one.Find(path.Reference) is not null) ?? throw RegistryError.RepositoryUnknown(path.Repository);
        var image = repository.Find(path.Reference) ?? throw new RegistryError(
            HttpStatusCode.NotFound, "MANIFEST_UNKNOWN", $"Requested image not found: '{path.Reference}' is not in the repository '{path.Repository}'");

        response.ContentType = image.MediaType;
        response.Headers["Docker-Content-Digest"] = image.Digest;
        response.Headers.ETag = $"\"{image.Digest}\"";
        var content = blobs.Read(image.Digest);
        response.ContentLength = content.Length;
        if (HttpMethods.IsHead(request.Method))
            return;

        await response.Body.WriteAsync(content, ct);
        repositories.Change(repository.Name, repository.Account, old => old.Images.TryGetValue(image.Digest, out var pulled)
            ? old with { Images = old.Images.SetItem(image.Digest, pulled with { PulledAt = clock.GetUtcNow() }) }
            : old);
    }

    public async Task Put(RegistryPath.ManifestOf path, string account, HttpRequest request, HttpResponse response, CancellationToken ct)
    {
        var repository = Known(path.Repository, account);
        var content = await Content(request, ct);
        var manifest = Manifest.Parse(content, request.ContentType?.Split(';')[0].Trim());
        var tag = path.Reference.Contains(':', StringComparison.Ordinal) ? null : path.Reference;
        if (tag is null && path.Reference != manifest.Digest)
            throw new RegistryError(HttpStatusCode.BadRequest, "DIGEST_INVALID", $"The manifest is {manifest.Digest}, not {path.Reference}");

        // Before it is known, so that whoever finds the image finds its bytes as well.
        blobs.Write(manifest.Digest, content);
        Accept(repository, manifest, tag);

        response.StatusCode = (int)HttpStatusCode.Created;
        response.Headers.Location = $"/v2/{repository.Name}/manifests/{manifest.Digest}";
        response.Headers["Docker-Content-Digest"] = manifest.Digest;
        response.ContentLength = 0;
    }

    public async Task Tags(RegistryPath.TagList path, string account, HttpRequest request, HttpResponse response, CancellationToken ct)
    {
        var repository = Known(path.Repository, account);
        var last = request.Query["last"].ToString();
        var count = int.TryParse(request.Query["n"], out var given) && given >= 0 ? given : 1000;
        var rest = repository.Tags.Keys
            .Order(StringComparer.Ordinal)
            .Where(tag => last.Length == 0 || string.CompareOrdinal(tag, last) > 0)
            .Take(count + 1)
            .ToList();

        var page = rest.Take(count).ToList();
        if (rest.Count > count && count > 0)
            response.Headers.Link = $"</v2/{repository.Name}/tags/list?n={count}&last={page[^1]}>; rel=\"next\"";

        response.ContentType = "application/json";
        var body = new JsonObject { ["name"] = repository.Name, ["tags"] = new JsonArray([.. page.Select(tag => (JsonNode)tag)]) };
        await JsonSerializer.SerializeAsync(response.Body, body, JsonSerializerOptions.Default, ct);
    }

    /// <summary>
    /// Pushing what is there already is done, except under a tag that may not move: ECR refuses an existing tag of an immutable
    /// repository whatever it names.
    /// </summary>
    private void Accept(Repository repository, Manifest manifest, string? tag)
    {
        try
        {
            repositories.Change(repository.Name, repository.Account, old => old.With(manifest, tag, clock.GetUtcNow()));
        }
        catch (AwsError error) when (error.Code == "ImageAlreadyExistsException")
        {
            if (tag is not null && repository.IsImmutable(tag))
            {
                throw new RegistryError(
                    HttpStatusCode.BadRequest, "TAG_INVALID",
                    $"The image tag '{tag}' already exists in the '{repository.Name}' repository and cannot be overwritten because the tag is immutable.");
            }
        }
    }

    private static async Task<byte[]> Content(HttpRequest request, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await request.Body.ReadAsync(buffer, ct) is > 0 and var count)
        {
            content.Write(buffer, 0, count);
            if (content.Length > Manifest.MaxSize)
                throw new RegistryError(HttpStatusCode.RequestEntityTooLarge, "MANIFEST_INVALID", $"The manifest is larger than {Manifest.MaxSize} bytes");
        }

        return content.ToArray();
    }

    private Repository Known(string name, string account) => repositories.Find(name, account) ?? throw RegistryError.RepositoryUnknown(name);
}
