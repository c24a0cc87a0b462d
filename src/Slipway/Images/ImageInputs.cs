using System.Collections.Concurrent;

namespace Slipway.Images;

/// <summary>Reads what images are made from. Each image is read once in a run, however many services share it.</summary>
/// <param name="root">Root of the repository, which the contexts are relative to.</param>
internal sealed class ImageInputs(string root, IDocker docker)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<BaseIdentity>>> _bases = new(StringComparer.Ordinal);

    /// <summary>The inputs of <paramref name="images"/>, in their order.</summary>
    public async Task<IReadOnlyList<ImageInput>> Read(IReadOnlyList<DockerImage> images, CancellationToken ct)
    {
        Dictionary<string, Task<ImageInput>> read = new(StringComparer.Ordinal);
        foreach (var image in images)
        {
            var key = ImageKey.Of(image);
            if (!read.ContainsKey(key))
                read[key] = Task.Run(() => Read(image, ct), ct);
        }

        await Task.WhenAll(read.Values);
        return [.. images.Select(image => read[ImageKey.Of(image)].Result)];
    }

    /// <summary>
    /// What an image is made from whose context is prepared, told before anything is prepared: what the preparation reads takes the place of what it writes.
    /// Null: it cannot be told, as the Dockerfile is what is prepared.
    /// </summary>
    /// <param name="prepared">From <see cref="Preparer.HashOfInputs"/>.</param>
    public async Task<string?> Origin(DockerImage image, Preparation preparation, string prepared, CancellationToken ct)
    {
        var (folder, output) = (Path.GetFullPath(image.Context, root), Path.TrimEndingDirectorySeparator(Path.GetFullPath(preparation.Output, root)));
        var file = Path.GetFullPath(image.Dockerfile, folder);
        if (IsIn(output, file) || IsIn(output, folder) || !File.Exists(file))
            return null;

        var context = new BuildContext(folder, file);
        // Another run may be preparing it at this moment.
        var entries = await Task.Run(() => context.Entries(except: output), ct);
        var (dockerfile, bases) = await Bases(image, context, ct);
        // No file of a context has such a path.
        return InputHash.Of(image, dockerfile, [.. entries, new ContextEntry("/prepared", prepared)], Values(bases));
    }

    private async Task<ImageInput> Read(DockerImage image, CancellationToken ct)
    {
        var context = BuildContext.Of(image, root);
        var (dockerfile, bases) = await Bases(image, context, ct);
        return new ImageInput(InputHash.Of(image, dockerfile, context.Entries(), Values(bases)), Pull: bases.Count > 0 && bases.Values.All(item => item.Remote));
    }

    private async Task<(string Dockerfile, Dictionary<string, BaseIdentity> Bases)> Bases(DockerImage image, BuildContext context, CancellationToken ct)
    {
        var dockerfile = await File.ReadAllTextAsync(context.Dockerfile, ct);
        Dictionary<string, BaseIdentity> bases = new(StringComparer.Ordinal);
        foreach (var name in Dockerfile.Bases(dockerfile, image.Arguments.AsReadOnly()))
            bases[name] = await _bases.GetOrAdd(name, _ => new(() => Identify(name, ct))).Value;

        return (dockerfile, bases);
    }

    private static Dictionary<string, string> Values(Dictionary<string, BaseIdentity> bases) =>
        bases.ToDictionary(item => item.Key, item => item.Value.Value, StringComparer.Ordinal);

    private static bool IsIn(string folder, string path) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>
    /// What a base image is now. A reference with a digest says so itself; an image that only this machine has is its id; any other is
    /// what its registry answers, and the local copy only when that does not answer.
    /// </summary>
    private async Task<BaseIdentity> Identify(string name, CancellationToken ct)
    {
        if (name.Contains('@', StringComparison.Ordinal))
            return new BaseIdentity(name[(name.IndexOf('@', StringComparison.Ordinal) + 1)..], Remote: false);

        var local = await docker.Find(name, ct);
        if (local is { OnlyHere: true })
            return new BaseIdentity(local.Id, Remote: false);

        if (await docker.RemoteIdentity(name, ct) is { } remote)
            return new BaseIdentity(remote, Remote: true);

        return local is not null ? new BaseIdentity(local.Id, Remote: false) : throw new DeployException(
            $"""
             The base image {name} was found neither in its registry nor on this machine. Nothing was changed.
               try  check the name in FROM, sign in to its registry (docker login), or pull it first
             """);
    }

    private sealed record BaseIdentity(string Value, bool Remote);
}

/// <summary>What an image is made from.</summary>
/// <param name="Hash">From <see cref="InputHash"/>.</param>
/// <param name="Pull">
/// Whether the build has to pull its base images: the hash was made from what their registry has, and a copy on this machine may be older.
/// Not so when one of them is only on this machine, since pulling it would fail.
/// </param>
internal sealed record ImageInput(string Hash, bool Pull);

/// <summary>Tells images apart: equal keys are built once.</summary>
internal static class ImageKey
{
    public static string Of(DockerImage image) => string.Join(
        '\0',
        [image.Context, image.Dockerfile, image.Target ?? "", image.Platform, .. image.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal).Select(argument => $"{argument.Key}={argument.Value}")]);
}
