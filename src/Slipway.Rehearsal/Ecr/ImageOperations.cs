using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>ECR's operations on images.</summary>
internal sealed class ImageOperations(Repositories repositories, BlobStore blobs, RehearsalTime time)
{
    /// <summary>What a basic scan takes on AWS, roughly.</summary>
    private static readonly TimeSpan ScanTime = TimeSpan.FromSeconds(15);

    public JsonObject Describe(JsonObject input, Caller caller)
    {
        var repository = Named(input, caller);
        var ids = input.Objects("imageIds");
        if (ids.Count > 0)
        {
            if (input.Has("maxResults") || input.Has("nextToken") || input.Has("filter"))
                throw new AwsError("InvalidParameterException", "Invalid parameter: 'imageIds' cannot be given together with 'maxResults', 'nextToken' or 'filter'");

            var asked = ids.Select(id => Find(repository, id)).DistinctBy(image => image.Digest);
            return new JsonObject { ["imageDetails"] = new JsonArray([.. asked.Select(image => Detail(repository, image))]) };
        }

        var (page, next) = Page.Of(Filtered(repository, input), image => image.Digest, input, 100);
        return new JsonObject { ["imageDetails"] = new JsonArray([.. page.Select(image => Detail(repository, image))]), ["nextToken"] = next };
    }

    public JsonObject List(JsonObject input, Caller caller)
    {
        var repository = Named(input, caller);
        var ids = Filtered(repository, input).SelectMany(image => repository.TagsOf(image.Digest).DefaultIfEmpty(null).Select(tag => (image.Digest, Tag: tag)));
        var (page, next) = Page.Of(ids, id => $"{id.Digest} {id.Tag}", input, 100);
        return new JsonObject { ["imageIds"] = new JsonArray([.. page.Select(id => Id(id.Digest, id.Tag))]), ["nextToken"] = next };
    }

    public JsonObject BatchGet(JsonObject input, Caller caller)
    {
        var repository = Named(input, caller);
        var (images, failures) = (new JsonArray(), new JsonArray());
        foreach (var id in input.Objects("imageIds"))
        {
            if (Problem(repository, id) is { } problem)
                failures.Add(problem);
            else
                images.Add(Stored(repository, Find(repository, id), id.OptionalString("imageTag")));
        }

        return new JsonObject { ["images"] = images, ["failures"] = failures };
    }

    public JsonObject Put(JsonObject input, Caller caller)
    {
        var content = Encoding.UTF8.GetBytes(input.RequiredString("imageManifest"));
        var manifest = Manifest.Parse(content, input.OptionalString("imageManifestMediaType"));
        var tag = input.OptionalString("imageTag");
        if (input.OptionalString("imageDigest") is { } digest && digest != manifest.Digest)
            throw new AwsError("ImageDigestDoesNotMatchException", $"The digest '{digest}' does not match the digest of the image manifest, '{manifest.Digest}'");

        blobs.Write(manifest.Digest, content);
        var repository = repositories.Change(Named(input, caller).Name, Account(input, caller), old => old.With(manifest, tag, time.Now));
        return new JsonObject { ["image"] = Stored(repository, repository.Images[manifest.Digest], tag) };
    }

    public JsonObject BatchDelete(JsonObject input, Caller caller)
    {
        var (deleted, failures) = (new JsonArray(), new JsonArray());
        repositories.Change(input.RequiredString("repositoryName"), Account(input, caller), repository =>
        {
            foreach (var id in input.Objects("imageIds"))
            {
                if (Problem(repository, id) is { } problem)
                {
                    failures.Add(problem);
                    continue;
                }

                var (digest, tag) = (id.OptionalString("imageDigest"), id.OptionalString("imageTag"));
                deleted.Add(Id(Find(repository, id).Digest, tag));
                repository = repository.Without(tag is null ? digest : null, tag);
            }

            return repository;
        });
        return new JsonObject { ["imageIds"] = deleted, ["failures"] = failures };
    }

    public JsonObject CheckLayers(JsonObject input, Caller caller)
    {
        var repository = Named(input, caller);
        var (layers, failures) = (new JsonArray(), new JsonArray());
        foreach (var digest in input.Strings("layerDigests"))
        {
            if (Digest.IsOne(digest))
            {
                var known = repository.Blobs.TryGetValue(digest, out var size);
                layers.Add(new JsonObject
                {
                    ["layerDigest"] = digest,
                    ["layerAvailability"] = known ? "AVAILABLE" : "UNAVAILABLE",
                    ["layerSize"] = known ? size : null,
                });
            }
            else
            {
                failures.Add(new JsonObject { ["layerDigest"] = digest, ["failureCode"] = "InvalidLayerDigest", ["failureReason"] = "Invalid layer digest" });
            }
        }

        return new JsonObject { ["layers"] = layers, ["failures"] = failures };
    }

    /// <summary>
    /// ECR scans the packages of an operating system. There is no vulnerability data here, so a scan ends as it ends on AWS for an
    /// image in which ECR finds no packages: UNSUPPORTED_IMAGE.
    /// </summary>
    public JsonObject ScanFindings(JsonObject input, Caller caller)
    {
        var repository = Named(input, caller);
        var id = input.RequiredObject("imageId");
        var image = Find(repository, id);
        return new JsonObject
        {
            ["registryId"] = repository.Account,
            ["repositoryName"] = repository.Name,
            ["imageId"] = Id(image.Digest, id.OptionalString("imageTag")),
            ["imageScanStatus"] = ScanStatus(image) ?? throw new AwsError(
                "ScanNotFoundException",
                $"Image scan does not exist for the image with '{Text(id)}' in the repository with name '{repository.Name}' in the registry with id '{repository.Account}'"),
        };
    }

    private JsonObject? ScanStatus(Image image) =>
        image.Scan is not { } began ? null
        : time.Now < began + time.Scaled(ScanTime) ? new JsonObject { ["status"] = "IN_PROGRESS" }
        : new JsonObject { ["status"] = "UNSUPPORTED_IMAGE", ["description"] = "UnsupportedImageError: the rehearsal cloud has no vulnerability data." };

    private JsonObject Detail(Repository repository, Image image)
    {
        var tags = repository.TagsOf(image.Digest);
        return new JsonObject
        {
            ["registryId"] = repository.Account,
            ["repositoryName"] = repository.Name,
            ["imageDigest"] = image.Digest,
            ["imageTags"] = tags.Count == 0 ? null : new JsonArray([.. tags.Select(tag => (JsonNode)tag)]),
            ["imageSizeInBytes"] = image.Size,
            ["imagePushedAt"] = JsonValue.Create(image.PushedAt),
            ["imageScanStatus"] = ScanStatus(image),
            ["imageManifestMediaType"] = image.MediaType,
            ["artifactMediaType"] = image.ArtifactType,
            ["lastRecordedPullTime"] = image.PulledAt is { } pulled ? JsonValue.Create(pulled) : null,
            ["imageStatus"] = "ACTIVE",
        };
    }

    private JsonObject Stored(Repository repository, Image image, string? tag) =>
        new()
        {
            ["registryId"] = repository.Account,
            ["repositoryName"] = repository.Name,
            ["imageId"] = Id(image.Digest, tag),
            ["imageManifest"] = Encoding.UTF8.GetString(blobs.Read(image.Digest)),
            ["imageManifestMediaType"] = image.MediaType,
        };

    private static IEnumerable<Image> Filtered(Repository repository, JsonObject input)
    {
        var status = input.OptionalObject("filter")?.OptionalChoice("tagStatus", ["TAGGED", "UNTAGGED", "ANY"]) ?? "ANY";
        return repository.Images.Values
            .Where(image => status == "ANY" || status == "TAGGED" == repository.TagsOf(image.Digest).Count > 0)
            .OrderBy(image => image.Digest, StringComparer.Ordinal);
    }

    private static Image Find(Repository repository, JsonObject id) =>
        Problem(repository, id) is { } problem
            ? throw new AwsError(
                problem["failureCode"]!.GetValue<string>() == "ImageNotFound" ? "ImageNotFoundException" : "InvalidParameterException",
                problem["failureReason"]!.GetValue<string>())
            : repository.Find(id.OptionalString("imageDigest") ?? id.RequiredString("imageTag"))!;

    /// <summary>What is wrong with an image id, as an entry of "failures"; null: nothing.</summary>
    private static JsonObject? Problem(Repository repository, JsonObject id)
    {
        var (digest, tag) = (id.OptionalString("imageDigest"), id.OptionalString("imageTag"));
        var missing = $"The image with imageId {{{Text(id)}}} does not exist within the repository with name '{repository.Name}' in the registry with id '{repository.Account}'";
        return (digest, tag) switch
        {
            (null, null) => Failure("MissingDigestAndTag", "Invalid request parameters: both tag and digest cannot be null"),
            ({ } given, _) when !Digest.IsOne(given) => Failure("InvalidImageDigest", $"Invalid request parameters: image digest '{given}' should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"),
            (null, { } only) when !repository.Tags.ContainsKey(only) => Failure("ImageNotFound", missing),
            ({ } given, _) when !repository.Images.ContainsKey(given) => Failure("ImageNotFound", missing),
            ({ } given, { } also) when repository.Tags.GetValueOrDefault(also) != given => Failure("ImageTagDoesNotMatchDigest", $"The tag '{also}' does not name the digest '{given}'"),
            _ => null,
        };

        JsonObject Failure(string code, string reason) =>
            new() { ["imageId"] = Id(digest, tag), ["failureCode"] = code, ["failureReason"] = reason };
    }

    private static JsonObject Id(string? digest, string? tag) => new() { ["imageDigest"] = digest, ["imageTag"] = tag };

    private static string Text(JsonObject id) =>
        $"imageDigest:'{id.OptionalString("imageDigest") ?? "null"}', imageTag:'{id.OptionalString("imageTag") ?? "null"}'";

    private Repository Named(JsonObject input, Caller caller) =>
        repositories.Get(input.RequiredString("repositoryName"), Account(input, caller));

    private static string Account(JsonObject input, Caller caller) => input.OptionalString("registryId") ?? caller.Account;
}
