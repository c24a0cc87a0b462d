namespace Slipway.Releases;

/// <summary>What differs between two texts, line by line.</summary>
internal static class LineDiff
{
    /// <summary>Lines that are gone with <c>- </c> and lines that are new with <c>+ </c> before them, in their order, as few as there can be.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        [.. Edits(before, after).Where(edit => edit.Change != LineChange.Same).Select(edit => edit.Change == LineChange.Gone ? $"- {edit.Line}" : $"+ {edit.Line}")];

    /// <summary>All lines of both texts in their order, those that they share once.</summary>
    public static IReadOnlyList<LineEdit> Edits(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        // What is equal at both ends costs nothing: the comparison grows with the product of what is left.
        var head = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = before.Skip(head).Reverse().Zip(after.Skip(head).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return
        [
            .. before.Take(head).Select(Same),
            .. Middle([.. before.Skip(head).SkipLast(tail)], [.. after.Skip(head).SkipLast(tail)]),
            .. before.TakeLast(tail).Select(Same),
        ];
    }

    private static LineEdit Same(string line) => new(LineChange.Same, line);

    private static List<LineEdit> Middle(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var common = CommonLengths(before, after);
        List<LineEdit> edits = [];
        for (int i = 0, j = 0; i < before.Count || j < after.Count;)
        {
            if (i < before.Count && j < after.Count && before[i] == after[j])
            {
                edits.Add(Same(before[i]));
                i++;
                j++;
            }
            else if (j == after.Count || (i < before.Count && common[i + 1, j] >= common[i, j + 1]))
            {
                edits.Add(new(LineChange.Gone, before[i++]));
            }
            else
            {
                edits.Add(new(LineChange.New, after[j++]));
            }
        }

        return edits;
    }

    /// <summary>The length of the longest common subsequence of what follows each pair of positions.</summary>
    private static int[,] CommonLengths(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var common = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}

/// <summary>What became of a line.</summary>
internal enum LineChange
{
    Same,
    Gone,
    New,
}

/// <summary>A line of one of two texts, or of both.</summary>
internal sealed record LineEdit(LineChange Change, string Line);
