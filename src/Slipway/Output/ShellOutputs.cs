namespace Slipway.Output;

/// <summary>What later jobs take from a run, as lines that a shell reads: where no provider has a file for it, a variable names one.</summary>
/// <param name="path">The file that lines are added to.</param>
internal sealed class ShellOutputs(string path, Redactor redactor) : IOutput
{
    // An approval of CodePipeline shows a thousand characters, and more than this: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
    private const int LongestSummary = 600;

    private readonly Lock _lock = new();

    public void Emit(OutputEvent happened)
    {
        if (happened.ForLaterJobs is not { } output)
            return;

        lock (_lock)
            File.AppendAllText(path, $"export {output.Name.ToUpperInvariant().Replace('-', '_')}={Quoted(output.Value)}\nexport SUMMARY={Quoted(Summary(redactor.Mask(happened.Text)))}\n");
    }

    /// <summary>One line, as long as there is room.</summary>
    private static string Summary(string text)
    {
        var line = string.Join("; ", text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestSummary ? line : $"{line[..LongestSummary]} ...";
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
