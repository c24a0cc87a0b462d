using System.Collections.Concurrent;

namespace Slipway.Images;

/// <summary>Reads what images are made from. Each image is read once in a run, however many services share it.</summary>
/// <param name="root">Root of the repository, which the contexts are relative to.</param>
internal sealed class ImageInputs(string root, IDocker docker)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _bases = new(StringComparer.Ordinal);

    /// <summary>The input hashes of <paramref name="images"/>, in their order.</summary>
    public async Task<IReadOnlyList<string>> Hashes(IReadOnlyList<DockerImage> images, CancellationToken ct)
    {
        Dictionary<string, Task<string>> hashes = new(StringComparer.Ordinal);
        foreach (var image in images)
        {
            var key = ImageKey.Of(image);
            if (!hashes.ContainsKey(key))
                hashes[key] = Task.Run(() => Hash(image, ct), ct);
        }

        await Task.WhenAll(hashes.Values);
        return [.. images.Select(image => hashes[ImageKey.Of(image)].Result)];
    }

    private async Task<string> Hash(DockerImage image, CancellationToken ct)
    {
        var context = BuildContext.Of(image, root);
        var dockerfile = await File.ReadAllTextAsync(context.Dockerfile, ct);
        Dictionary<string, string> bases = new(StringComparer.Ordinal);
        foreach (var name in Dockerfile.Bases(dockerfile, image.Arguments.AsReadOnly()))
            bases[name] = await _bases.GetOrAdd(name, _ => new(() => Identify(name, ct))).Value;

        return InputHash.Of(image, dockerfile, context.Entries(), bases);
    }

    /// <summary>
    /// What a base image is now. A reference with a digest says so itself; an image that only this machine has is its id; any other is
    /// what its registry answers, and the local copy only when that does not answer.
    /// </summary>
    private async Task<string> Identify(string name, CancellationToken ct)
    {
        if (name.Contains('@', StringComparison.Ordinal))
            return name[(name.IndexOf('@', StringComparison.Ordinal) + 1)..];

        var local = await docker.Find(name, ct);
        if (local is { OnlyHere: true })
            return local.Id;

        return await docker.RemoteIdentity(name, ct) ?? local?.Id ?? throw new DeployException(
            $"""
             The base image {name} was found neither in its registry nor on this machine. Nothing was changed.
               try  check the name in FROM, sign in to its registry (docker login), or pull it first
             """);
    }
}

/// <summary>Tells images apart: equal keys are built once.</summary>
internal static class ImageKey
{
    public static string Of(DockerImage image) => string.Join(
        '\0',
        [image.Context, image.Dockerfile, image.Target ?? "", image.Platform, .. image.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal).Select(argument => $"{argument.Key}={argument.Value}")]);
}
