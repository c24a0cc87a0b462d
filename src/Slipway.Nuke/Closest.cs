namespace Slipway.Nuke;

/// <summary>Finds what a person who mistyped may have meant.</summary>
internal static class Closest
{
    /// <summary>The one of <paramref name="valid"/> that the fewest edits make of <paramref name="typed"/>; null when that is every third letter.</summary>
    public static string? To(string typed, IReadOnlyList<string> valid)
    {
        var best = valid.MinBy(name => Edits(typed, name));
        return best is not null && Edits(typed, best) * 3 < typed.Length ? best : null;
    }

    /// <summary>Letters to insert, remove or replace: Levenshtein's distance.</summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
