namespace Slipway.Pipelines.Simulation;

/// <summary>How GitHub's runner starts the commands of a step.</summary>
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
internal static class Shell
{
    /// <summary>The command line that runs a script; without a word bash is started as a plain one, which goes on after a failure within a pipe.</summary>
    /// <param name="shell">As the workflow says it; null: not a word.</param>
    /// <exception cref="DeployException">It is none that is known here.</exception>
    public static IReadOnlyList<string> Command(string? shell, string script) => shell switch
    {
        null => ["bash", "-e", script],
        "bash" => ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
        "sh" => ["sh", "-e", script],
        "python" => ["python", script],
        _ when shell.Contains("{0}", StringComparison.Ordinal) => [.. shell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace("{0}", script, StringComparison.Ordinal))],
        _ => throw new DeployException($"The shell {shell} cannot be simulated. Known are bash, sh, python, and a command line with {{0}} in the place of the script.", Verdict.Usage),
    };
}
