namespace Slipway.Images;

/// <summary>What a look for images in the registry came to.</summary>
/// <param name="Missing">References whose image is not there any more.</param>
/// <param name="Unproven">References that cannot be asked for: no digest, or another registry than the caller's.</param>
internal sealed record ImageProof(IReadOnlyList<string> Missing, IReadOnlyList<string> Unproven)
{
    // BatchGetImage takes 100 ids.
    private const int AtOnce = 100;

    /// <summary>Looks for the images that task definitions name. Changes nothing.</summary>
    public static async Task<ImageProof> Of(IImageRegistry registry, IReadOnlyCollection<string> references, CancellationToken ct)
    {
        var read = references.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(ImageReference.Parse).ToList();
        var named = read.Where(image => image is { Digest: not null, Registry: not null }).ToList();
        var repositories = named.Count == 0 ? [] : await registry.Describe([.. named.Select(image => image.Repository).Distinct(StringComparer.Ordinal)], ct);

        // A repository of that name in another registry proves nothing; one that is gone took its images with it.
        var home = repositories.Select(repository => repository.Registry).FirstOrDefault();
        var own = named.Where(image => home is null || image.Registry == home).ToList();
        List<string> missing = [];
        foreach (var images in own.GroupBy(image => image.Repository, StringComparer.Ordinal))
        {
            HashSet<string> found = new(StringComparer.Ordinal);
            foreach (var digests in images.Select(image => image.Digest!).Distinct(StringComparer.Ordinal).Chunk(AtOnce))
                found.UnionWith((await registry.Find(images.Key, digests, ct)).Select(image => image.Digest));

            missing.AddRange(images.Where(image => !found.Contains(image.Digest!)).Select(image => image.Text));
        }

        return new ImageProof(missing, [.. read.Except(own).Select(image => image.Text)]);
    }
}
