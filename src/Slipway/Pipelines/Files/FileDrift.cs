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

    public string Diff => UnifiedDiff.Of(Path, Found ?? "", Expected ?? "");
}
