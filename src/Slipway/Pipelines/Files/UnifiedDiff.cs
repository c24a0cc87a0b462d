using Slipway.Releases;

namespace Slipway.Pipelines.Files;

/// <summary>What differs between a file and what it should be, as <c>diff -u</c> writes it.</summary>
internal static class UnifiedDiff
{
    private const int Around = 3;

    /// <summary>Empty where nothing differs.</summary>
    public static string Of(string path, string before, string after)
    {
        var edits = LineDiff.Edits(Lines(before), Lines(after));
        var hunks = Hunks(edits);
        return hunks.Count == 0 ? "" : string.Join('\n', [$"--- {path}", $"+++ {path}, as the definitions have it", .. hunks.SelectMany(hunk => Hunk(edits, hunk))]);
    }

    /// <summary>The first line of <paramref name="before"/> that is different, counted from one.</summary>
    public static int FirstLine(string before, string after)
    {
        var lines = Lines(before);
        var same = lines.Zip(Lines(after)).TakeWhile(pair => pair.First == pair.Second).Count();
        return Math.Clamp(same + 1, 1, Math.Max(1, lines.Length));
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    /// <summary>Ranges of changes with what is around them, those that touch in one.</summary>
    private static List<Range> Hunks(IReadOnlyList<LineEdit> edits)
    {
        List<Range> hunks = [];
        for (var at = 0; at < edits.Count; at++)
        {
            if (edits[at].Change == LineChange.Same)
                continue;

            var (start, end) = (Math.Max(0, at - Around), Math.Min(edits.Count, at + Around + 1));
            if (hunks.Count > 0 && hunks[^1].End.Value >= start)
                hunks[^1] = hunks[^1].Start..end;
            else
                hunks.Add(start..end);
        }

        return hunks;
    }

    private static IEnumerable<string> Hunk(IReadOnlyList<LineEdit> edits, Range range)
    {
        var inside = edits.Take(range).ToList();
        yield return $"@@ -{Place(edits, range, inside, LineChange.New)} +{Place(edits, range, inside, LineChange.Gone)} @@";
        foreach (var edit in inside)
            yield return $"{(edit.Change == LineChange.Same ? ' ' : edit.Change == LineChange.Gone ? '-' : '+')}{edit.Line}";
    }

    /// <summary>First line and number of lines on one side, which has nothing of <paramref name="other"/>.</summary>
    private static string Place(IReadOnlyList<LineEdit> edits, Range range, List<LineEdit> inside, LineChange other)
    {
        var count = inside.Count(edit => edit.Change != other);
        var before = edits.Take(range.Start.Value).Count(edit => edit.Change != other);
        return $"{(count == 0 ? before : before + 1)},{count}";
    }
}
