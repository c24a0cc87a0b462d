using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>What an image manifest, or a list of them, says: its own type and what it is made of.</summary>
/// <param name="Blobs">Configuration and layers with their sizes; empty for a list.</param>
/// <param name="Children">Digests of the manifests of a list.</param>
internal sealed record Manifest(
    string Digest, string MediaType, string? ArtifactType, IReadOnlyList<(string Digest, long Size)> Blobs, IReadOnlyList<string> Children)
{
    /// <summary>ECR's limit of a manifest, in bytes.</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    private static readonly IReadOnlyList<string> Images =
        ["application/vnd.docker.distribution.manifest.v2+json", "application/vnd.oci.image.manifest.v1+json"];

    private static readonly IReadOnlyList<string> Lists =
        ["application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.oci.image.index.v1+json"];

    /// <param name="declaredType">The media type of whoever sends it; null: what the manifest itself says.</param>
    /// <exception cref="AwsError">InvalidParameterException: it is not a manifest of a known type.</exception>
    public static Manifest Parse(ReadOnlySpan<byte> content, string? declaredType)
    {
        if (content.Length > MaxSize)
            throw Invalid($"it is larger than {MaxSize} bytes");

        try
        {
            var json = JsonNode.Parse(content) as JsonObject ?? throw Invalid("it is not a JSON object");
            return Parse(json, Ecr.Digest.Of(content), declaredType);
        }
        catch (JsonException exception)
        {
            throw Invalid(exception.Message);
        }
    }

    private static Manifest Parse(JsonObject json, string digest, string? declaredType)
    {
        var own = json.OptionalString("mediaType");
        var type = own ?? declaredType ?? throw Invalid("it names no media type");
        if (declaredType is not null && declaredType != type)
            throw Invalid($"it is sent as {declaredType}, but says that it is {type}");

        if (json.OptionalInt("schemaVersion") != 2)
            throw Invalid("its schemaVersion is not 2");

        if (Lists.Contains(type, StringComparer.Ordinal))
            return new Manifest(digest, type, json.OptionalString("artifactType"), [], [.. json.Objects("manifests").Select(child => Descriptor(child).Digest)]);

        if (!Images.Contains(type, StringComparer.Ordinal))
            throw Invalid($"its media type {type} is not supported; supported are {string.Join(", ", Images.Concat(Lists))}");

        var config = json.RequiredObject("config");
        return new Manifest(
            digest, type, json.OptionalString("artifactType") ?? config.OptionalString("mediaType"),
            [Descriptor(config), .. json.Objects("layers").Select(Descriptor)], []);
    }

    private static (string Digest, long Size) Descriptor(JsonObject descriptor)
    {
        var digest = descriptor.RequiredString("digest");
        return Ecr.Digest.IsOne(digest) && descriptor.OptionalLong("size") is >= 0 and { } size
            ? (digest, size)
            : throw Invalid($"it refers to {digest} without a valid digest or size");
    }

    private static AwsError Invalid(string reason) =>
        new("InvalidParameterException", $"Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax or manifest: {reason}'");
}
