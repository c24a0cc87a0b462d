using Spectre.Console;

namespace Slipway.Output;

/// <summary>Chooses how events look on the console of this process.</summary>
internal static class ConsoleOutput
{
    /// <summary>
    /// GitHub Actions' log in a job of it, colours on an interactive terminal, JSON lines where asked for, a plain log elsewhere; and what later jobs take in the file
    /// that <c>SLIPWAY_OUTPUTS</c> names.
    /// </summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static IOutput Create(Func<string, string?> variable, Redactor redactor, bool verbose, bool json, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(redactor);
        var shown = Shown(variable, redactor, verbose, json, time);
        return variable("SLIPWAY_OUTPUTS") is { Length: > 0 } outputs ? new CompositeOutput(shown, new ShellOutputs(outputs, redactor)) : shown;
    }

    private static IOutput Shown(Func<string, string?> variable, Redactor redactor, bool verbose, bool json, TimeProvider time) =>
        json ? new JsonLinesOutput(Console.Out, redactor, time)
            : variable("GITHUB_ACTIONS") == "true" ? new GitHubActionsOutput(Console.Out, redactor, variable("GITHUB_STEP_SUMMARY"), variable("GITHUB_OUTPUT"))
            : !Console.IsOutputRedirected && string.IsNullOrEmpty(variable("NO_COLOR")) ? new TerminalOutput(AnsiConsole.Console, redactor, verbose)
            : new PlainOutput(Console.Out, redactor, verbose);
}
