using Slipway.Pipelines.Workflows;

namespace Slipway.Pipelines.Files;

/// <summary>What a repository has in the folders that generated files lie in, and its lock file, with line feeds alone.</summary>
/// <param name="Lock">Null: there is none.</param>
internal sealed record RepositoryFiles(IReadOnlyList<RepositoryFile> Files, string? Lock)
{
    /// <summary>Those that carry our header.</summary>
    public IEnumerable<RepositoryFile> Generated => Files.Where(file => FileHeader.Read(file.Text) is not null);
}

/// <summary>What the definitions ask for, what is there, and how they differ.</summary>
/// <param name="Expected">All files, generated with the commits that count.</param>
/// <param name="Moved">Commits that a bot moved in the workflows, consistently; the lock file does not have them yet.</param>
/// <param name="LockText">The lock file as it should be.</param>
internal sealed record FileComparison(IReadOnlyList<RepositoryFile> Expected, IReadOnlyList<FileDrift> Drifts, IReadOnlyList<ActionPin> Moved, string LockText)
{
    /// <param name="render">Gives all generated files, with the commits of actions that it is told.</param>
    public static FileComparison Of(Func<ActionLock, IReadOnlyList<RepositoryFile>> render, RepositoryFiles there)
    {
        var recorded = ActionLock.Read(there.Lock);
        var known = ActionLock.BuiltIn.With(recorded.Pins.Values);
        var moved = MovedPins(known, [.. there.Generated]);
        var pins = known.With(moved);
        var expected = render(pins);

        // A lock file that lacks what a bot moved is as it should be until it is taken over; one that lacks an action is not.
        var used = expected.SelectMany(file => ActionPin.In(file.Text)).Select(pin => pin.Action).ToHashSet(StringComparer.Ordinal);
        var lockText = recorded.With(pins.Pins.Values.Where(pin => used.Contains(pin.Action))).Text;
        var drifts = expected.Select(file => FileDrift.Of(file, there.Files.FirstOrDefault(other => other.Path == file.Path), moved)).OfType<FileDrift>()
            .Concat(there.Generated.Where(file => expected.All(other => other.Path != file.Path)).Select(file => new FileDrift(file.Path, DriftKind.Leftover, file.Text, Expected: null)))
            .Concat(used.Except(recorded.Pins.Keys).Any() ? [new FileDrift(ActionLock.Path, there.Lock is null ? DriftKind.Missing : DriftKind.Stale, there.Lock, lockText)] : Array.Empty<FileDrift>());
        return new(expected, [.. drifts], moved, lockText);
    }

    /// <summary>
    /// The commits that workflows name and the lock file does not, where a workflow has other ones than it was generated with, and all of them agree. A file
    /// whose commits are those that it was generated with says nothing: there the lock file moved.
    /// </summary>
    private static IReadOnlyList<ActionPin> MovedPins(ActionLock known, IReadOnlyList<RepositoryFile> generated)
    {
        var seen = generated.SelectMany(file => ActionPin.In(file.Text)).ToLookup(pin => pin.Action, StringComparer.Ordinal);
        return
        [
            .. generated.Where(file => FileHeader.Read(file.Text)!.PinsHash != FileHeader.Fitting(file.Text).PinsHash)
                .SelectMany(file => ActionPin.In(file.Text))
                .Distinct()
                .Where(pin => known.Pins.TryGetValue(pin.Action, out var recorded) && recorded != pin && seen[pin.Action].All(other => other == pin))
                .OrderBy(pin => pin.Action, StringComparer.Ordinal),
        ];
    }
}
