using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.Ecr;

/// <summary>The registry's blobs: pulled whole or in ranges; pushed at once, in chunks, or mounted from another repository.</summary>
internal sealed partial class BlobRoutes(Repositories repositories, BlobStore blobs) : IDisposable
{
    private readonly ConcurrentDictionary<string, BlobUpload> _uploads = new(StringComparer.Ordinal);

    public async Task Get(RegistryPath.Blob path, string account, HttpRequest request, HttpResponse response)
    {
        var digest = ValidDigest(path.Digest);
        var repository = HttpMethods.IsHead(request.Method) ? Known(path.Repository, account)
            : repositories.Find(path.Repository, account, has: one => one.Blobs.ContainsKey(digest)) ?? throw RegistryError.RepositoryUnknown(path.Repository);
        if (!repository.Blobs.ContainsKey(digest))
            throw new RegistryError(HttpStatusCode.NotFound, "BLOB_UNKNOWN", $"The blob {digest} is not in the repository '{path.Repository}'");

        response.Headers["Docker-Content-Digest"] = digest;
        await Results.File(blobs.PathOf(digest), "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(request.HttpContext);
    }

    public async Task Begin(RegistryPath.Uploads path, string account, HttpRequest request, HttpResponse response, CancellationToken ct)
    {
        var repository = Known(path.Repository, account);
        if (Mounted(repository, request.Query["mount"].ToString(), request.Query["from"].ToString()) is { } mounted)
        {
            Created(response, repository.Name, mounted);
            return;
        }

        var upload = blobs.Begin();
        _uploads[upload.Id] = upload;
        if (request.Query.ContainsKey("digest"))
            await Finish(new RegistryPath.Upload(path.Repository, upload.Id), account, request, response, ct);
        else
            Accepted(response, HttpStatusCode.Accepted, path.Repository, upload);
    }

    public void Progress(RegistryPath.Upload path, string account, HttpResponse response) =>
        Accepted(response, HttpStatusCode.NoContent, Known(path.Repository, account).Name, Running(path));

    public async Task Append(RegistryPath.Upload path, string account, HttpRequest request, HttpResponse response, CancellationToken ct)
    {
        var (repository, upload) = (Known(path.Repository, account), Running(path));
        var status = await upload.Append(request.Body, Start(request), ct) ? HttpStatusCode.Accepted : HttpStatusCode.RequestedRangeNotSatisfiable;
        Accepted(response, status, repository.Name, upload);
    }

    public async Task Finish(RegistryPath.Upload path, string account, HttpRequest request, HttpResponse response, CancellationToken ct)
    {
        var (repository, upload) = (Known(path.Repository, account), Running(path));
        var digest = ValidDigest(request.Query["digest"].ToString());
        if (!await upload.Append(request.Body, Start(request), ct))
        {
            Accepted(response, HttpStatusCode.RequestedRangeNotSatisfiable, repository.Name, upload);
            return;
        }

        _uploads.TryRemove(path.Id, out _);
        using (upload)
        {
            var actual = await upload.Finish(ct);
            if (actual != digest)
                throw new RegistryError(HttpStatusCode.BadRequest, "DIGEST_INVALID", $"The uploaded content is {actual}, not {digest}");

            blobs.Take(upload, digest);
        }

        Own(repository, digest, upload.Length);
        Created(response, repository.Name, digest);
    }

    public void Cancel(RegistryPath.Upload path, string account, HttpResponse response)
    {
        Known(path.Repository, account);
        Running(path);
        if (_uploads.TryRemove(path.Id, out var upload))
            upload.Dispose();

        response.StatusCode = (int)HttpStatusCode.NoContent;
    }

    public void Dispose()
    {
        foreach (var upload in _uploads.Values)
            upload.Dispose();
    }

    /// <summary>The digest that was mounted; null: it is not there to be mounted, and is uploaded instead.</summary>
    private string? Mounted(Repository repository, string digest, string from)
    {
        if (digest.Length == 0 || repositories.Find(from, repository.Account) is not { } source || !source.Blobs.TryGetValue(digest, out var size))
            return null;

        Own(repository, digest, size);
        return digest;
    }

    private void Own(Repository repository, string digest, long size) =>
        repositories.Change(repository.Name, repository.Account, old => old with { Blobs = old.Blobs.SetItem(digest, size) });

    private Repository Known(string name, string account) => repositories.Find(name, account) ?? throw RegistryError.RepositoryUnknown(name);

    private BlobUpload Running(RegistryPath.Upload path) =>
        _uploads.GetValueOrDefault(path.Id) ?? throw new RegistryError(HttpStatusCode.NotFound, "BLOB_UPLOAD_UNKNOWN", $"There is no upload {path.Id}");

    private static string ValidDigest(string digest) =>
        Digest.IsOne(digest) ? digest : throw new RegistryError(HttpStatusCode.BadRequest, "DIGEST_INVALID", $"'{digest}' is not a digest of the form sha256:HEX");

    private static long? Start(HttpRequest request)
    {
        var range = request.Headers.ContentRange.ToString();
        if (range.Length == 0)
            return null;

        var match = ContentRange().Match(range);
        return match.Success && long.TryParse(match.Groups["start"].Value, out var start)
            ? start
            : throw new RegistryError(HttpStatusCode.BadRequest, "BLOB_UPLOAD_INVALID", $"The Content-Range '{range}' is not START-END");
    }

    private static void Accepted(HttpResponse response, HttpStatusCode status, string repository, BlobUpload upload)
    {
        response.StatusCode = (int)status;
        response.Headers.Location = $"/v2/{repository}/blobs/uploads/{upload.Id}";
        response.Headers.Range = $"0-{Math.Max(0, upload.Length - 1)}";
        response.Headers["Docker-Upload-UUID"] = upload.Id;
        response.ContentLength = status == HttpStatusCode.NoContent ? null : 0;
    }

    private static void Created(HttpResponse response, string repository, string digest)
    {
        response.StatusCode = (int)HttpStatusCode.Created;
        response.Headers.Location = $"/v2/{repository}/blobs/{digest}";
        response.Headers["Docker-Content-Digest"] = digest;
        response.ContentLength = 0;
    }

    [GeneratedRegex("^(bytes )?(?<start>[0-9]+)-[0-9]+(/.*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContentRange();
}
