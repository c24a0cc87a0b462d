using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>A repository as a value: every change gives another one, or is refused as ECR refuses it.</summary>
/// <param name="Account">The registry that it belongs to.</param>
internal sealed partial record Repository(string Name, string Account, string Region, DateTimeOffset CreatedAt)
{
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
    private const int MostTags = 1000;

    public string Mutability { get; init; } = "MUTABLE";

    /// <summary>Wildcards of the tags to which <see cref="Mutability"/> does not apply, where it ends in <c>_WITH_EXCLUSION</c>.</summary>
    public IReadOnlyList<string> ExclusionFilters { get; init; } = [];

    public bool ScanOnPush { get; init; }

    public string? LifecyclePolicy { get; init; }

    public string? Policy { get; init; }

    public ImmutableSortedDictionary<string, string> ResourceTags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>By digest.</summary>
    public ImmutableDictionary<string, Image> Images { get; init; } = ImmutableDictionary<string, Image>.Empty;

    /// <summary>The digest that each tag names.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Size in bytes of each blob that was pushed to this repository, by digest.</summary>
    public ImmutableDictionary<string, long> Blobs { get; init; } = ImmutableDictionary<string, long>.Empty;

    public string Arn => $"arn:aws:ecr:{Region}:{Account}:repository/{Name}";

    /// <summary>The image of a tag or a digest, or null.</summary>
    public Image? Find(string reference) =>
        Images.GetValueOrDefault(reference) ?? (Tags.TryGetValue(reference, out var digest) ? Images.GetValueOrDefault(digest) : null);

    public IReadOnlyList<string> TagsOf(string digest) => [.. Tags.Where(tag => tag.Value == digest).Select(tag => tag.Key)];

    public bool IsImmutable(string tag)
    {
        var excluded = ExclusionFilters.Any(filter => FileSystemName.MatchesSimpleExpression(filter, tag, ignoreCase: false));
        return Mutability switch
        {
            "IMMUTABLE" => true,
            "IMMUTABLE_WITH_EXCLUSION" => !excluded,
            "MUTABLE_WITH_EXCLUSION" => excluded,
            _ => false,
        };
    }

    /// <summary>Takes an image in, under a tag when one is given; a tag of a mutable repository moves.</summary>
    /// <exception cref="AwsError">
    /// ImageAlreadyExistsException: it is there already under that tag; ImageTagAlreadyExistsException: the tag names another
    /// image and may not move; LimitExceededException: the image has as many tags as it can; LayersNotFoundException,
    /// ReferencedImagesNotFoundException: a part was not pushed before.
    /// </exception>
    public Repository With(Manifest manifest, string? tag, DateTimeOffset now)
    {
        if (tag is not null && !ValidTag().IsMatch(tag))
            throw new AwsError("InvalidParameterException", $"Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression '[a-zA-Z0-9_][a-zA-Z0-9._-]{{0,127}}'', found '{tag}'");

        RequireParts(manifest);
        var known = Images.ContainsKey(manifest.Digest);
        if (known && (tag is null || Tags.GetValueOrDefault(tag) == manifest.Digest))
        {
            throw new AwsError(
                "ImageAlreadyExistsException",
                $"Image with digest '{manifest.Digest}' and tag '{tag ?? "null"}' already exists in the repository with name '{Name}' in registry with id '{Account}'");
        }

        if (tag is not null && Tags.ContainsKey(tag) && IsImmutable(tag))
        {
            throw new AwsError(
                "ImageTagAlreadyExistsException",
                $"The image tag '{tag}' already exists in the '{Name}' repository and cannot be overwritten because the tag is immutable.");
        }

        if (tag is not null && TagsOf(manifest.Digest).Count >= MostTags)
        {
            throw new AwsError(
                "LimitExceededException",
                $"Adding tag '{tag}' to an image in the repository with name '{Name}' in registry with id '{Account}' exceeds the maximum allowed number of tags per image which is '{MostTags}'");
        }

        var image = new Image(manifest.Digest, manifest.MediaType, manifest.ArtifactType, Size(manifest), now) { Scan = ScanOnPush ? now : null };
        return this with
        {
            Images = known ? Images : Images.Add(manifest.Digest, image),
            Tags = tag is null ? Tags : Tags.SetItem(tag, manifest.Digest),
        };
    }

    /// <summary>Without a tag, or without an image and all its tags.</summary>
    public Repository Without(string? digest, string? tag)
    {
        if (digest is null)
        {
            var image = Tags.GetValueOrDefault(tag!);
            var left = this with { Tags = Tags.Remove(tag!) };
            // ECR deletes an image with its last tag.
            return image is not null && left.TagsOf(image).Count == 0 ? left with { Images = left.Images.Remove(image) } : left;
        }

        return this with { Images = Images.Remove(digest), Tags = Tags.RemoveRange(TagsOf(digest)) };
    }

    private void RequireParts(Manifest manifest)
    {
        var layers = manifest.Blobs.Select(blob => blob.Digest).Where(digest => !Blobs.ContainsKey(digest)).ToList();
        if (layers.Count > 0)
        {
            throw new AwsError(
                "LayersNotFoundException",
                $"The layers with digests '[{string.Join(", ", layers)}]' required for pushing image into repository with name '{Name}' in the registry with id '{Account}' do not exist");
        }

        var children = manifest.Children.Where(digest => !Images.ContainsKey(digest)).ToList();
        if (children.Count > 0)
        {
            throw new AwsError(
                "ReferencedImagesNotFoundException",
                $"Images with digests '[{string.Join(", ", children)}]' required for pushing image into repository with name '{Name}' in the registry with id '{Account}' do not exist");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidTag();

    private long Size(Manifest manifest) =>
        manifest.Blobs.Sum(blob => Blobs[blob.Digest]) + manifest.Children.Sum(digest => Images[digest].Size);
}

/// <param name="Size">Bytes of configuration and layers, compressed.</param>
internal sealed record Image(string Digest, string MediaType, string? ArtifactType, long Size, DateTimeOffset PushedAt)
{
    /// <summary>When its scan began; null: it was not scanned.</summary>
    public DateTimeOffset? Scan { get; init; }

    public DateTimeOffset? PulledAt { get; init; }
}
