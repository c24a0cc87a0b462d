namespace Slipway.Pipelines.Workflows;

/// <summary>How a file differs from what the definitions have.</summary>
internal enum DriftKind
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>It is as it was generated, and the definitions moved.</summary>
    Stale,

    /// <summary>Somebody changed it by hand.</summary>
    Edited,

    /// <summary>It was generated, and nothing asks for it any more.</summary>
    Leftover,

    /// <summary>A file that was written by hand is in its place.</summary>
    Foreign,
}

/// <summary>A file that is not what it should be.</summary>
/// <param name="Found">Its text, with line feeds alone; null: there is none.</param>
/// <param name="Expected">The text that it should have; null: it should not be there.</param>
internal sealed record WorkflowDrift(string Path, DriftKind Kind, string? Found, string? Expected)
{
    /// <summary>The first line that is different, counted from one. The hashes in the header follow from what is below them.</summary>
    public int Line
    {
        get
        {
            if (Found is null || Expected is null)
                return 1;

            var content = WorkflowHeader.Content(Found);
            return Found[..^content.Length].Count(c => c == '\n') + UnifiedDiff.FirstLine(content, WorkflowHeader.Content(Expected));
        }
    }

    public string Diff => UnifiedDiff.Of(Path, Found ?? "", Expected ?? "");
}

/// <summary>What a repository has: its workflows and its lock file, with line feeds alone.</summary>
/// <param name="Lock">Null: there is none.</param>
internal sealed record RepositoryWorkflows(IReadOnlyList<RepositoryFile> Files, string? Lock)
{
    /// <summary>The workflows that carry our header.</summary>
    public IEnumerable<RepositoryFile> Generated => Files.Where(file => WorkflowHeader.Read(file.Text) is not null);
}

/// <summary>What the definitions ask for, what is there, and how they differ.</summary>
/// <param name="Expected">All files, generated with the commits that count.</param>
/// <param name="Moved">Commits that a bot moved in the workflows, consistently; the lock file does not have them yet.</param>
/// <param name="LockText">The lock file as it should be.</param>
internal sealed record WorkflowComparison(IReadOnlyList<RepositoryFile> Expected, IReadOnlyList<WorkflowDrift> Drifts, IReadOnlyList<ActionPin> Moved, string LockText)
{
    public static WorkflowComparison Of(DeliveryPlan plan, RepositoryWorkflows there)
    {
        var recorded = ActionLock.Read(there.Lock);
        var known = ActionLock.BuiltIn.With(recorded.Pins.Values);
        var moved = MovedPins(known, [.. there.Generated]);
        var pins = known.With(moved);
        var expected = new WorkflowText(plan, pins).Files;

        // A lock file that lacks what a bot moved is as it should be until it is taken over; one that lacks an action is not.
        var used = expected.SelectMany(file => ActionPin.In(file.Text)).Select(pin => pin.Action).ToHashSet(StringComparer.Ordinal);
        var lockText = recorded.With(pins.Pins.Values.Where(pin => used.Contains(pin.Action))).Text;
        var drifts = expected.Select(file => Compare(file, there.Files.FirstOrDefault(other => other.Path == file.Path), moved)).OfType<WorkflowDrift>()
            .Concat(there.Generated.Where(file => expected.All(other => other.Path != file.Path)).Select(file => new WorkflowDrift(file.Path, DriftKind.Leftover, file.Text, Expected: null)))
            .Concat(used.Except(recorded.Pins.Keys).Any() ? [new WorkflowDrift(ActionLock.Path, there.Lock is null ? DriftKind.Missing : DriftKind.Stale, there.Lock, lockText)] : Array.Empty<WorkflowDrift>());
        return new(expected, [.. drifts], moved, lockText);
    }

    private static WorkflowDrift? Compare(RepositoryFile expected, RepositoryFile? found, IReadOnlyList<ActionPin> moved)
    {
        if (found is null)
            return new(expected.Path, DriftKind.Missing, Found: null, expected.Text);

        if (WorkflowHeader.Read(found.Text) is not { } header)
            return new(expected.Path, DriftKind.Foreign, found.Text, expected.Text);

        // The hashes in the header are those of the commits that it was generated with, which a bot does not touch.
        if (WorkflowHeader.Content(found.Text) == WorkflowHeader.Content(expected.Text))
            return null;

        var fitting = WorkflowHeader.Fitting(found.Text);
        var isMoved = fitting.PinsHash != header.PinsHash && !ActionPin.In(found.Text).Any(moved.Contains);
        return new(expected.Path, fitting.TextHash != header.TextHash || isMoved ? DriftKind.Edited : DriftKind.Stale, found.Text, expected.Text);
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
            .. generated.Where(file => WorkflowHeader.Read(file.Text)!.PinsHash != WorkflowHeader.Fitting(file.Text).PinsHash)
                .SelectMany(file => ActionPin.In(file.Text))
                .Distinct()
                .Where(pin => known.Pins.TryGetValue(pin.Action, out var recorded) && recorded != pin && seen[pin.Action].All(other => other == pin))
                .OrderBy(pin => pin.Action, StringComparer.Ordinal),
        ];
    }
}
