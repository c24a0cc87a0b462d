namespace Slipway.Pipelines.Access;

/// <summary>Something that a policy names and the definitions do not tell.</summary>
/// <param name="Name">Letters and digits, as CloudFormation wants it.</param>
/// <param name="Default">Null: it must be given.</param>
internal sealed record AccessParameter(string Name, string Description, string? Default = null)
{
    /// <summary>How policies refer to it.</summary>
    public string Reference => $"${{{Name}}}";

    /// <summary>A name of these words: <c>web</c> and <c>Distribution</c> give <c>WebDistribution</c>.</summary>
    public static string NameOf(params IReadOnlyList<string> words) =>
        string.Concat(words.SelectMany(word => word.Split('-', '_', '.')).Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
