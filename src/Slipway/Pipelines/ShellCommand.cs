using System.Text.RegularExpressions;

namespace Slipway.Pipelines;

/// <summary>A step as a line that a shell runs: the same in every rendering. No value from outside stands in it, only names of variables.</summary>
internal static partial class ShellCommand
{
    public static string Of(PipelineStep.Build step) => string.Join(' ', ["./build.sh", step.Target, .. step.Words.Select(Of)]);

    public static string Of(PipelineStep.Program step) => string.Join(' ', step.Words.Select(Of));

    private static string Of(Word word) => word switch
    {
        Word.Literal literal => Quoted(literal.Text),
        Word.Option { OnlyIfSet: true } option => $"${{{option.Variable}:+\"--{option.Name}=${option.Variable}\"}}",
        Word.Option option => $"\"--{option.Name}=${option.Variable}\"",
        _ => throw new InvalidOperationException($"{word} has no rendering"),
    };

    /// <summary>One word, whatever it holds.</summary>
    public static string Quoted(string text) => Harmless().IsMatch(text) ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_./:@%+=,-]+\z")]
    private static partial Regex Harmless();
}
