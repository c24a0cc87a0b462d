using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>
/// Where the build runs: a terminal or a build server. Detected by the variables that the build servers set; <c>--host</c> overrides.
/// Unlike NUKE, which searches all loaded assemblies, this runner knows only its own hosts.
/// </summary>
public abstract class Host
{
    private protected Host()
    {
    }

    internal static Host? Instance => BuildSession.Current.Host;

    /// <inheritdoc/>
    public override string ToString() => GetType().Name;

    /// <summary>Opens the output of a target, which <see cref="EndBlock"/> closes.</summary>
    internal virtual void BeginBlock(string target, Output.BuildConsole console)
    {
        console.Line();
        console.Line("╬" + new string('═', target.Length + 5));
        console.Line($"║ {target}");
        console.Line("╬" + new string('═', Math.Max(target.Length - 4, 2)));
        console.Line();
    }

    internal virtual void EndBlock(Output.BuildConsole console)
    {
    }

    /// <summary>Makes a warning or an error visible outside the log, where the host can do that.</summary>
    internal virtual void Annotate(bool error, string text, Output.BuildConsole console)
    {
    }

    /// <summary>Has the host keep a secret out of its log, where the host can do that.</summary>
    internal virtual void Mask(string secret, Output.BuildConsole console)
    {
    }

    /// <summary>Whether a message is a command to the host, which must be printed as it is.</summary>
    internal virtual bool IsCommand(string message) => false;

    internal static Host Detect() =>
        GitHubActions.IsRunningGitHubActions ? new GitHubActions()
        : UnlistedBuildServer.IsRunning ? new UnlistedBuildServer()
        : new Terminal();

    internal static Host Named(string name) =>
        name.Equals(nameof(GitHubActions), StringComparison.OrdinalIgnoreCase) ? new GitHubActions()
        : name.Equals(nameof(Terminal), StringComparison.OrdinalIgnoreCase) ? new Terminal()
        : throw new UsageException(
            $"""
             There is no host '{name}'. Nothing was run.
               valid  {string.Join(", ", Names)}
             """);

    internal static IReadOnlyList<string> Names => [nameof(GitHubActions), nameof(Terminal)];
}
