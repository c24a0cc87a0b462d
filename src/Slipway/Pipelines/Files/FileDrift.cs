using Slipway.Pipelines.Workflows;

namespace Slipway.Pipelines.Files;

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
internal sealed record FileDrift(string Path, DriftKind Kind, string? Found, string? Expected)
{
    /// <summary>The first line that is different, counted from one. The hashes in the header follow from what is below them.</summary>
    public int Line
    {
        get
        {
            if (Found is null || Expected is null)
                return 1;

            var content = FileHeader.Content(Found);
            return Found[..^content.Length].Count(c => c == '\n') + UnifiedDiff.FirstLine(content, FileHeader.Content(Expected));
        }
    }

    /// <summary>Null: the file has what it should have.</summary>
    /// <param name="moved">Commits of actions that a bot moved.</param>
    /// <param name="target">What generates the file.</param>
    public static FileDrift? Of(RepositoryFile expected, RepositoryFile? found, IReadOnlyList<ActionPin> moved, string target = FileHeader.Pipelines)
    {
        if (found is null)
            return new(expected.Path, DriftKind.Missing, Found: null, expected.Text);

        if (FileHeader.Read(found.Text, target) is not { } header)
            return new(expected.Path, DriftKind.Foreign, found.Text, expected.Text);

        // The hashes in the header are those of the commits that it was generated with, which a bot does not touch.
        if (FileHeader.Content(found.Text) == FileHeader.Content(expected.Text))
            return null;

        var fitting = FileHeader.Fitting(found.Text);
        var isMoved = fitting.PinsHash != header.PinsHash && !ActionPin.In(found.Text).Any(moved.Contains);
        return new(expected.Path, fitting.TextHash != header.TextHash || isMoved ? DriftKind.Edited : DriftKind.Stale, found.Text, expected.Text);
    }

    public string Diff => UnifiedDiff.Of(Path, Found ?? "", Expected ?? "");
}
