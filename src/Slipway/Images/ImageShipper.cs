using System.Collections.Concurrent;
using Slipway.Output;

namespace Slipway.Images;

/// <summary>Brings the images of an application into the registry, and builds only what is not there yet.</summary>
/// <param name="copier">Null: nothing is copied, as nothing is promoted.</param>
internal sealed class ImageShipper(
    string root, ImageInputs inputs, Preparer preparer, IImageRegistry registry, IDocker docker, ImageCopier? copier, IOutput output, TimeProvider time)
{
    private const int AtOnce = 4;

    private readonly ImageBuilder _builder = new(root, docker, output, time);

    /// <summary>Reads sources and registry and decides. Runs the preparations whose inputs changed; writes nothing outside the work tree.</summary>
    /// <param name="commit">The tag from <see cref="Git.CommitTag"/>.</param>
    /// <param name="rebuild">Builds everything, whatever is there: for updates of what a Dockerfile downloads.</param>
    /// <param name="live">What the live release runs, by service and container: the registry is not asked about an image that would come out the same.</param>
    /// <param name="shared">Whether other machines build images of this release: what one of them prepared is found by what it read, and not prepared again.</param>
    public async Task<ImagesPlan> Plan(
        IReadOnlyList<ImageSource> images, string commit, bool rebuild, IReadOnlyDictionary<(string Service, string Container), LiveImage> live, bool shared, CancellationToken ct)
    {
        var seen = await Look(images, rebuild, live, ct);
        if (shared && !rebuild)
            seen = await Task.WhenAll(seen.Select(image => FindMade(image, commit, ct)));

        var open = seen.Where(image => !image.IsAsBefore && image.Made.Count == 0).ToList();
        await preparer.Prepare(open.Select(image => image.Source.Image.Prepare).OfType<Preparation>(), ct);
        var read = await Read([.. open.Select(image => image.Source)], ct);

        var observed = new ImageObservation[images.Count];
        await Parallel.ForAsync(0, images.Count, Bounded(ct), async (i, ct) =>
        {
            var (source, repository, known, origin, isAsBefore) = seen[i];
            if (seen[i].Made is { Count: > 0 } made)
            {
                observed[i] = new ImageObservation(source, new ImageInput(origin!, Pull: false), repository, made) { Origin = origin };
                return;
            }

            // What it was made from is in its tag.
            var input = isAsBefore ? new ImageInput(known!.InputTag, Pull: false) : read[source];
            if (isAsBefore || (!rebuild && repository is not null && known?.Is(repository, input.Hash) == true))
            {
                observed[i] = new ImageObservation(source, input, repository, []) { Live = known, Origin = origin };
                return;
            }

            var found = repository is null ? [] : await registry.Find(repository.Name, ImagesPlan.TagsToLookUp(commit, input.Hash), ct);
            observed[i] = new ImageObservation(source, input, repository, found) { Origin = origin };
        });

        var plan = ImagesPlan.Create(observed, commit, rebuild);
        var steps = await Task.WhenAll(plan.Steps.Select(step => WithRepairs(step, ct)));
        return plan with { Steps = steps };
    }

    /// <summary>
    /// The images that are made from something else than what is live, and those of which that is not known. Prepares nothing: of a context that would have to be,
    /// what the preparation reads is compared.
    /// </summary>
    public async Task<IReadOnlyList<ImageSource>> Changed(
        IReadOnlyList<ImageSource> images, bool rebuild, IReadOnlyDictionary<(string Service, string Container), LiveImage> live, CancellationToken ct)
    {
        var seen = await Look(images, rebuild, live, ct);
        var open = seen.Where(image => image is { IsAsBefore: false, Repository: not null, Known: not null, Source.Image.Prepare: null }).ToList();
        var read = rebuild ? [] : await Read([.. open.Select(image => image.Source)], ct);
        return [.. seen.Where(image => !image.IsAsBefore && !(read.TryGetValue(image.Source, out var input) && image.Known!.Is(image.Repository!, input.Hash))).Select(image => image.Source)];
    }

    /// <summary>Tags images with what they were made from before their contexts were prepared, so that other machines find them without preparing anything.</summary>
    public async Task TagOrigins(ImagesPlan plan, IReadOnlyList<ShippedImage> shipped, CancellationToken ct) =>
        await Parallel.ForEachAsync(plan.Steps.Zip(shipped).Where(pair => pair.First.Origin is not null), Bounded(ct), async (pair, ct) =>
        {
            var (step, image) = pair;
            var tag = ImagesPlan.InputTags(step.Origin!)[0];
            var found = await registry.Find(image.Repository, [tag, image.Digest], ct);
            // What another machine has made of the same serves as well.
            if (found.All(other => other.Tag != tag) && found.FirstOrDefault(other => other.Digest == image.Digest) is { } there && await registry.AddTag(image.Repository, tag, there, ct) is TagResult.Added)
                output.Emit(new ImageTagged(image.Repository, tag, image.Digest));
        });

    /// <summary>Looks for an image that another machine has made of the same.</summary>
    private async Task<Sight> FindMade(Sight image, string commit, CancellationToken ct)
    {
        if (image is not { IsAsBefore: false, Origin: { } origin, Repository: { } repository })
            return image;

        var found = await registry.Find(repository.Name, ImagesPlan.TagsToLookUp(commit, origin), ct);
        return found.Any(made => made.Tag != commit) ? image with { Made = found } : image;
    }

    /// <summary>What is known of images before their contexts are prepared.</summary>
    private async Task<IReadOnlyList<Sight>> Look(
        IReadOnlyList<ImageSource> images, bool rebuild, IReadOnlyDictionary<(string Service, string Container), LiveImage> live, CancellationToken ct)
    {
        var describing = images.Count == 0 ? Task.FromResult<IReadOnlyList<ImageRepository>>([]) : registry.Describe([.. images.Select(image => image.Repository)], ct);
        Dictionary<string, string?> origins = new(StringComparer.Ordinal);
        foreach (var image in images.Select(image => image.Image).Where(image => image.Prepare is not null))
        {
            var key = $"{ImageKey.Of(image)}\0{image.Prepare!.Output}";
            if (!origins.ContainsKey(key))
                origins[key] = await inputs.Origin(image, image.Prepare, await preparer.HashOfInputs(image.Prepare, ct), ct);
        }

        var repositories = await describing;
        return
        [
            .. images.Select(image =>
            {
                var repository = repositories.FirstOrDefault(found => found.Name == image.Repository);
                var known = live.GetValueOrDefault((image.Service, image.Container));
                var origin = image.Image.Prepare is { } prepare ? origins[$"{ImageKey.Of(image.Image)}\0{prepare.Output}"] : null;
                return new Sight(image, repository, known, origin, !rebuild && origin is not null && origin == known?.Origin && repository is not null && known.IsIn(repository));
            }),
        ];
    }

    private async Task<Dictionary<ImageSource, ImageInput>> Read(IReadOnlyList<ImageSource> images, CancellationToken ct)
    {
        var read = await inputs.Read([.. images.Select(image => image.Image)], ct);
        return images.Zip(read).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Carries <paramref name="plan"/> out and returns every image of it, in the plan's order.</summary>
    /// <exception cref="DeployException">A build or a push failed; what was pushed before stays, and is used by the next run.</exception>
    public async Task<IReadOnlyList<ShippedImage>> Apply(ImagesPlan plan, CancellationToken ct)
    {
        var shipped = new ConcurrentDictionary<ImageStep, ShippedImage>();
        foreach (var step in plan.Steps.Where(step => !step.Writes))
            shipped[step] = Result(step, step.Repository!, step.Digest!, pushed: false);

        var repositories = await PutInOrder(plan, ct);
        await Parallel.ForEachAsync(plan.Steps.Where(step => step.Copy is not null), Bounded(ct), async (step, ct) =>
            shipped[step] = await Copy(step, repositories[step.Source.Repository], ct));

        await Parallel.ForEachAsync(plan.Steps.Where(step => step is { Existing: not null, AddTag: true } or { Live: not null, AddTag: true }), Bounded(ct), async (step, ct) =>
        {
            var tag = step.Existing is { } existing ? await Tag(step, existing, ct) : await TagLive(step, ct);
            shipped[step] = Result(step with { Tag = tag }, step.Repository!, step.Digest!, pushed: false);
        });

        if (plan.Steps.Any(step => step.Builds))
        {
            var credentials = await registry.Credentials(repositories.Values.First().Registry, ct);
            using var config = DockerConfig.Create(DockerConfig.UserFolder(), credentials);
            var builds = plan.Steps.Where(step => step.Builds).GroupBy(step => (ImageKey.Of(step.Source.Image), step.InputTag));
            await Parallel.ForEachAsync(builds, Bounded(ct), async (same, ct) =>
            {
                await Build([.. same], plan, repositories, config, ct);
                foreach (var step in same)
                    shipped[step] = await Push(step, repositories[step.Source.Repository], config, ct);
            });
        }

        foreach (var step in plan.Steps)
            output.Emit(new ImageReady(shipped[step]));
        return [.. plan.Steps.Select(step => shipped[step])];
    }

    private async Task<ImageStep> WithRepairs(ImageStep step, CancellationToken ct) =>
        step is { Repository: { } repository } and ({ Builds: true } or { Copy: not null })
            ? step with { Repairs = RepositorySettings.Repairs(repository, await registry.LifecyclePolicy(repository.Name, ct)) }
            : step;

    /// <summary>Creates and repairs the repositories that are written to; returns them by name.</summary>
    private async Task<Dictionary<string, ImageRepository>> PutInOrder(ImagesPlan plan, CancellationToken ct)
    {
        Dictionary<string, ImageRepository> repositories = new(StringComparer.Ordinal);
        foreach (var step in plan.Steps.Where(step => step.Writes))
        {
            var name = step.Source.Repository;
            if (step.Repository is null)
            {
                repositories[name] = await registry.Create(name, ct);
                await registry.PutLifecyclePolicy(name, RepositorySettings.LifecyclePolicy, ct);
                output.Emit(new RepositoryCreated(name));
                continue;
            }

            repositories[name] = step.Repository;
            foreach (var repair in step.Repairs)
            {
                await Repair(name, repair, ct);
                output.Emit(new RepositoryRepaired(name, repair));
            }
        }

        return repositories;
    }

    private Task Repair(string repository, RepositoryRepair repair, CancellationToken ct) => repair switch
    {
        RepositoryRepair.ImmutableTags => registry.MakeImmutable(repository, ct),
        RepositoryRepair.ScanOnPush => registry.ScanOnPush(repository, ct),
        _ => registry.PutLifecyclePolicy(repository, RepositorySettings.LifecyclePolicy, ct),
    };

    private async Task Build(
        IReadOnlyList<ImageStep> same, ImagesPlan plan, Dictionary<string, ImageRepository> repositories, DockerConfig config, CancellationToken ct)
    {
        var tags = same.Select(step => LocalName(step, repositories[step.Source.Repository])).ToArray();
        await _builder.Build(same[0].Source, tags, plan.Commit, same[0].Pull, plan.Rebuild, config, ct);
    }

    private async Task<ShippedImage> Copy(ImageStep step, ImageRepository repository, CancellationToken ct)
    {
        await copier!.Copy(step.Copy!, repository, ct);
        var tag = step.AddTag ? await Tag(step, (await registry.Find(repository.Name, [step.Digest!], ct))[0], ct) : step.Tag;
        return Result(step with { Tag = tag }, repository, step.Digest!, pushed: true);
    }

    private async Task<ShippedImage> Push(ImageStep step, ImageRepository repository, DockerConfig config, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        // The input tag goes first: a run that ends after it has left an image that the next run finds.
        var refusal = await docker.Push(
            LocalName(step, repository), config, line => output.Emit(new BuildLine(repository.Name, line)), ct);

        // The registry is asked even after a refusal: ECR refuses a tag that exists, and then another run pushed the same inputs.
        var found = await registry.Find(repository.Name, [step.InputTag], ct);
        var pushed = found is [var image, ..]
            ? image
            : throw new DeployException(
                $"""
                 {repository.Name} did not take the image {step.InputTag}. No service was changed.
                   registry  {repository.Registry}
                   answer    {refusal ?? "docker reported success, but the tag is not there"}
                   try       check that the caller may push (ecr:PutImage, ecr:UploadLayerPart and the like), then deploy again
                 """);
        if (refusal is null)
            output.Emit(new ImagePushed(repository.Name, pushed.Digest, time.GetElapsedTime(start)));
        var tag = step.AddTag ? await Tag(step, pushed, ct) : step.Tag;
        return Result(step with { Tag = tag }, repository, pushed.Digest, pushed: refusal is null);
    }

    /// <summary>Adds the commit to an image that nothing was asked about so far. Where it names another one it stays there, as in a plan that has seen it.</summary>
    /// <returns>The tag that names the sources.</returns>
    private async Task<string> TagLive(ImageStep step, CancellationToken ct)
    {
        var found = await registry.Find(step.Source.Repository, [step.Tag, step.Live!], ct);
        if (found.FirstOrDefault(image => image.Tag == step.Tag) is { } taken)
            return taken.Digest == step.Live ? step.Tag : step.InputTag;

        var image = found.FirstOrDefault(image => image.Digest == step.Live) ?? throw new DeployException(
            $"""
             {step.Source.Repository}@{step.Live} is live, but is not in the registry any more. No service was changed.
               why  a task that ECS starts anew cannot pull it
               try  ./build.sh Deploy --rebuild
             """);
        return await Tag(step, image, ct);
    }

    /// <summary>Adds the commit to an image. One that never changes, in a repository of many commits, comes to have as many tags as it can.</summary>
    /// <returns>The tag that names the sources.</returns>
    private async Task<string> Tag(ImageStep step, RegistryImage image, CancellationToken ct)
    {
        if (!await ImageTags.Put(registry, step.Source.Repository, step.Tag, image, ct))
        {
            output.Emit(new ImageNotTagged(step.Source.Repository, step.Tag, image.Digest));
            return step.InputTag;
        }

        output.Emit(new ImageTagged(step.Source.Repository, step.Tag, image.Digest));
        return step.Tag;
    }

    private static string LocalName(ImageStep step, ImageRepository repository) => $"{repository.Uri}:{step.InputTag}";

    private static ShippedImage Result(ImageStep step, ImageRepository repository, string digest, bool pushed) => new(
        step.Source.Service, step.Source.Container, repository.Name, step.Tag, digest, $"{repository.Uri}@{digest}", step.Builds, pushed);

    private static ParallelOptions Bounded(CancellationToken ct) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };

    /// <param name="Known">What is live of it; null: nothing, or it is not known what it was made from.</param>
    /// <param name="IsAsBefore">Whether it would come out as what is live, so that its context need not be prepared.</param>
    private sealed record Sight(ImageSource Source, ImageRepository? Repository, LiveImage? Known, string? Origin, bool IsAsBefore)
    {
        /// <summary>Images that other machines made of the same, and what the commit names; empty: none was looked for or found.</summary>
        public IReadOnlyList<RegistryImage> Made { get; init; } = [];
    }
}
