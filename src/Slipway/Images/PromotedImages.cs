namespace Slipway.Images;

/// <summary>Decides how images that another environment runs come to where an environment pulls from. Nothing is built.</summary>
internal sealed class PromotedImages(IImageRegistry origin, IImageRegistry target)
{
    /// <param name="released">Image by digest of each container, by <c>service</c> or <c>service/container</c>.</param>
    /// <param name="where">The release that they are of, such as <c>release r1 of dev</c>.</param>
    /// <exception cref="DeployException">The release lacks an image, or the registry does (<see cref="Verdict.Refused"/>). All of them are named.</exception>
    public async Task<ImagesPlan> Plan(
        IReadOnlyList<ImageSource> sources, IReadOnlyDictionary<string, string> released, string commit, string where, CancellationToken ct)
    {
        var repositories = sources.Count == 0 ? [] : await target.Describe([.. sources.Select(source => source.Repository)], ct);
        List<string> missing = [];
        List<ImageStep> steps = [];
        foreach (var source in sources)
        {
            var reference = released.GetValueOrDefault(source.Key) is { } text ? ImageReference.Parse(text) : null;
            var repository = repositories.FirstOrDefault(found => found.Name == source.Repository);
            if (reference is not { Digest: not null, Registry: not null })
                missing.Add($"{source.Key}: {where} has no image of it");
            else if (await Step(source, reference, repository, commit, ct) is { } step)
                steps.Add(step);
            else
                missing.Add($"{source.Key}: {reference.Text} is not in the registry any more");
        }

        return missing.Count == 0 ? new ImagesPlan(commit, steps, Rebuild: false) : throw Missing(missing);
    }

    /// <returns>Null: the image is gone.</returns>
    private async Task<ImageStep?> Step(ImageSource source, ImageReference from, ImageRepository? repository, string commit, CancellationToken ct)
    {
        var found = repository is null ? [] : await target.Find(repository.Name, [commit, from.Digest!], ct);
        var existing = found.FirstOrDefault(image => image.Digest == from.Digest);
        var taken = found.FirstOrDefault(image => image.Tag == commit)?.Digest;

        // The digest is what counts. Where the commit names another image there, the tag stays where it is.
        var step = new ImageStep(source, repository, from.Digest!, existing, taken is null || taken == from.Digest ? commit : from.Digest!, AddTag: taken is null);
        if (existing is not null)
            return step;

        var isThere = repository?.Registry != from.Registry && (await origin.Find(from.Repository, [from.Digest!], ct)).Count > 0;
        return isThere ? step with { Copy = from } : null;
    }

    private static DeployException Missing(IReadOnlyList<string> missing) => new(
        $"""
         Images cannot be promoted. Nothing was changed.
           {string.Join("\n  ", missing)}
           try  deploy there what is checked out, then promote; or check out the commit that is to be promoted
         """,
        Verdict.Refused);
}
