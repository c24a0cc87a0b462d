namespace Slipway.Releases;

/// <summary>What differs between two texts, line by line.</summary>
internal static class LineDiff
{
    /// <summary>Lines that are gone with <c>- </c> and lines that are new with <c>+ </c> before them, in their order, as few as there can be.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var common = CommonLengths(before, after);
        List<string> lines = [];
        for (int i = 0, j = 0; i < before.Count || j < after.Count;)
        {
            if (i < before.Count && j < after.Count && before[i] == after[j])
            {
                i++;
                j++;
            }
            else if (j == after.Count || (i < before.Count && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add($"- {before[i++]}");
            }
            else
            {
                lines.Add($"+ {after[j++]}");
            }
        }

        return lines;
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
