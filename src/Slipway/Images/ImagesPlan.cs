namespace Slipway.Images;

/// <summary>All that is known about an image before anything is decided.</summary>
/// <param name="Repository">Null: it does not exist.</param>
/// <param name="Found">Of the tags in <see cref="ImagesPlan.TagsToLookUp"/>, those that exist.</param>
internal sealed record ImageObservation(
    ImageSource Source, ImageInput Input, ImageRepository? Repository, IReadOnlyList<RegistryImage> Found)
{
    /// <summary>What is live and was made from these inputs, so that the registry is not asked; null: there is no such image.</summary>
    public LiveImage? Live { get; init; }

    /// <inheritdoc cref="ImageStep.Origin"/>
    public string? Origin { get; init; }
}

/// <summary>An image that the live release runs, as the ledger has it.</summary>
/// <param name="Reference"><c>uri@sha256:...</c></param>
/// <param name="InputTag">The tag of its inputs.</param>
/// <param name="Tag">The tag that names its sources.</param>
/// <param name="Commit">That of the release.</param>
internal sealed record LiveImage(string Reference, string InputTag, string Tag, string Commit)
{
    /// <inheritdoc cref="ImageStep.Origin"/>
    public string? Origin { get; init; }

    public string Digest => Reference[(Reference.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether it is kept in <paramref name="repository"/>.</summary>
    public bool IsIn(ImageRepository repository) => Reference == $"{repository.Uri}@{Digest}";

    /// <summary>Whether it is kept in <paramref name="repository"/> and was made from what has the hash, or is a rebuild of it.</summary>
    public bool Is(ImageRepository repository, string inputHash) => IsIn(repository) && ImagesPlan.InputTags(inputHash).Contains(InputTag);
}

/// <summary>What will be done for one image.</summary>
/// <param name="InputTag">The tag of the inputs; of their latest rebuild, where there was one.</param>
/// <param name="Existing">The image to use; null: it has to be built.</param>
/// <param name="Tag">The tag that names the sources: the commit, or the input tag where the commit already names another image.</param>
/// <param name="AddTag">Whether <paramref name="Tag"/> has to be added to the image after all.</param>
internal sealed record ImageStep(
    ImageSource Source, ImageRepository? Repository, string InputTag, RegistryImage? Existing, string Tag, bool AddTag)
{
    /// <summary>What is to be repaired in the repository; nothing is read or repaired where nothing is written.</summary>
    public IReadOnlyList<RepositoryRepair> Repairs { get; init; } = [];

    /// <summary>Hash of what it is made from, told before its context was prepared; null: its context is not prepared, or it cannot be told.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether a build has to fetch its base images.</summary>
    public bool Pull { get; init; }

    /// <summary>The image of another registry that has to be copied; null: none.</summary>
    public ImageReference? Copy { get; init; }

    /// <summary>Digest of what is live and stays as it is, where the registry was not asked about it; null: it was.</summary>
    public string? Live { get; init; }

    /// <summary>Null: it is not known before it is built.</summary>
    public string? Digest => Existing?.Digest ?? Copy?.Digest ?? Live;

    public bool Builds => Digest is null;

    public bool Writes => Builds || Copy is not null || AddTag;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Source.Repository}:{Tag} {(Builds ? "build and push" : Copy is not null ? $"copy {Copy.Digest} from {Copy.Registry}" : AddTag ? $"is {Digest}, add the tag" : $"is {Digest}")}"
        + (Repository is null ? "; create the repository" : Repairs.Count > 0 ? $"; repair {string.Join(", ", Repairs)}" : "");
}

/// <summary>Everything that shipping the images will do, decided before anything is done.</summary>
/// <param name="Commit">The tag from <see cref="Git.CommitTag"/>.</param>
/// <param name="Rebuild">Whether layers of earlier builds count for nothing.</param>
internal sealed record ImagesPlan(string Commit, IReadOnlyList<ImageStep> Steps, bool Rebuild)
{
    // How often the same inputs can be rebuilt on purpose: each rebuild needs a tag that is not taken.
    private const int Rebuilds = 9;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => !Steps.Any(step => step.Writes);

    /// <summary>The tags that the decision needs to know of.</summary>
    public static IReadOnlyList<string> TagsToLookUp(string commit, string inputHash) => [commit, .. InputTags(inputHash)];

    /// <param name="rebuild">Builds everything, whatever is there.</param>
    public static ImagesPlan Create(IReadOnlyList<ImageObservation> observed, string commit, bool rebuild) =>
        new(commit, [.. observed.Select(image => Step(image, commit, rebuild) with { Pull = image.Input.Pull, Origin = image.Origin })], rebuild);

    /// <summary>This plan, if it builds nothing.</summary>
    /// <exception cref="DeployException">It would (<see cref="Verdict.Refused"/>).</exception>
    public ImagesPlan DemandBuilt(DeployEnvironment environment)
    {
        var missing = Steps.Where(step => step.Builds).ToList();
        return missing.Count == 0 ? this : throw new DeployException(
            $"""
             {(missing.Count == 1 ? "An image is" : $"{missing.Count} images are")} not in the registry, and --prebuilt lets none be built. Nothing was changed.
               missing  {string.Join("\n           ", missing.Select(step => $"{step.Source.Repository}:{step.InputTag}"))}
               try      ./build.sh Images --environment {environment} --service {string.Join(',', missing.Select(step => step.Source.Service).Distinct(StringComparer.Ordinal))}; then the same again
             """,
            Verdict.Refused);
    }

    private static ImageStep Step(ImageObservation image, string commit, bool rebuild)
    {
        // That the commit names another image there already is seen when the tag is added.
        if (image.Live is { } live && !rebuild)
        {
            return live.Commit == commit
                ? new ImageStep(image.Source, image.Repository, live.InputTag, Existing: null, live.Tag, AddTag: false) { Live = live.Digest }
                : new ImageStep(image.Source, image.Repository, live.InputTag, Existing: null, commit, AddTag: true) { Live = live.Digest };
        }

        var byTag = image.Found.Where(found => found.Tag is not null).ToDictionary(found => found.Tag!, StringComparer.Ordinal);
        var tags = InputTags(image.Input.Hash);
        var latest = tags.LastOrDefault(byTag.ContainsKey);
        var commitTaken = byTag.GetValueOrDefault(commit);

        if (latest is not null && !rebuild)
        {
            var existing = byTag[latest];
            return commitTaken is null ? Use(commit, addTag: true)
                : commitTaken.Digest == existing.Digest ? Use(commit, addTag: false)
                : Use(latest, addTag: false);

            ImageStep Use(string tag, bool addTag) => new(image.Source, image.Repository, latest, existing, tag, addTag);
        }

        // Tags are immutable: a rebuild gets the next free one, and from then on that is the image of these inputs.
        var next = latest is null
            ? tags[0]
            : tags.SkipWhile(tag => tag != latest).Skip(1).FirstOrDefault() ?? throw new DeployException(
                $"""
                 {image.Source.Repository} was rebuilt {Rebuilds} times from the same inputs, which is the limit. Nothing was changed.
                   inputs  {tags[0]}
                   try     change an input, such as a build argument
                 """);
        return commitTaken is null
            ? new ImageStep(image.Source, image.Repository, next, Existing: null, commit, AddTag: true)
            : new ImageStep(image.Source, image.Repository, next, Existing: null, next, AddTag: false);
    }

    /// <summary>The tags of what is made from the same inputs, the latest rebuild last.</summary>
    public static IReadOnlyList<string> InputTags(string inputHash) =>
    [
        RepositorySettings.InputPrefix + inputHash,
        .. Enumerable.Range(1, Rebuilds).Select(count => $"{RepositorySettings.InputPrefix}{inputHash}-r{count}"),
    ];
}
