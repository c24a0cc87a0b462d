using System.Text;

namespace Nuke.Common.Parameters;

/// <summary>Writes <c>GitHubToken</c> as <c>github-token</c>.</summary>
internal static class DashedName
{
    // NUKE's list: names that are one word although they have humps.
    private static readonly string[] KnownWords =
        ["DotNet", "ReSharper", "AppVeyor", "TeamCity", "GitLab", "GitHub", "SignPath", "JetBrains", "MSBuild", "NuGet", "GitVersion"];

    public static string Of(string name)
    {
        var dashed = new StringBuilder();
        for (var position = 0; position < name.Length;)
        {
            var length = WordAt(name, position);
            if (position > 0)
                dashed.Append('-');

            dashed.Append(name[position..(position + length)].ToLowerInvariant());
            position += length;
        }

        return dashed.ToString();
    }

    private static int WordAt(string name, int start)
    {
        foreach (var word in KnownWords)
        {
            if (string.CompareOrdinal(name, start, word, 0, word.Length) == 0)
                return word.Length;
        }

        var end = start + 1;
        while (end < name.Length && !BeginsWord(name, end))
            end++;

        return end - start;
    }

    // "AWSRegion" is "aws-region": the last capital of a run belongs to the next word.
    private static bool BeginsWord(string name, int at) =>
        char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1])));
}
