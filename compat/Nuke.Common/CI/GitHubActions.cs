using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Output;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>
/// GitHub Actions: the default variables of a run (https://docs.github.com/actions/reference/workflows-and-actions/variables), and output as
/// workflow commands. Properties are null, or 0, where the variable is absent.
/// </summary>
[SuppressMessage("Design", "MA0049", Justification = "The names that NUKE gave them.")]
public class GitHubActions : Host, IBuildServer
{
    private readonly BuildSession _session = BuildSession.Current;

    internal GitHubActions()
    {
    }

    internal static bool IsRunningGitHubActions => EnvironmentInfo.HasVariable("GITHUB_ACTIONS");

    /// <summary>The host of the running build, or null when that is not GitHub Actions.</summary>
    public static new GitHubActions? Instance => Host.Instance as GitHubActions;

    string? IBuildServer.Branch => Ref;

    string? IBuildServer.Commit => Sha;

    /// <summary>The name of the workflow.</summary>
    public string? Workflow => Variable("GITHUB_WORKFLOW");

    /// <summary>The account that started the run.</summary>
    public string? Actor => Variable("GITHUB_ACTOR");

    /// <summary>Owner and name of the repository: <c>octocat/hello-world</c>.</summary>
    public string? Repository => Variable("GITHUB_REPOSITORY");

    /// <summary>The owner of the repository.</summary>
    public string? RepositoryOwner => Variable("GITHUB_REPOSITORY_OWNER");

    /// <summary>The event that started the run: <c>push</c>, <c>pull_request</c> ...</summary>
    public string? EventName => Variable("GITHUB_EVENT_NAME");

    /// <summary>The file with the event's payload.</summary>
    public string? EventPath => Variable("GITHUB_EVENT_PATH");

    /// <summary>The folder of the checkout.</summary>
    public string? Workspace => Variable("GITHUB_WORKSPACE");

    /// <summary>The commit of the run.</summary>
    public string? Sha => Variable("GITHUB_SHA");

    /// <summary>The full ref: <c>refs/heads/main</c>.</summary>
    public string? Ref => Variable("GITHUB_REF");

    /// <summary>The short ref: <c>main</c>.</summary>
    public string? RefName => Variable("GITHUB_REF_NAME");

    /// <summary>The source branch of a pull request.</summary>
    public string? HeadRef => Variable("GITHUB_HEAD_REF");

    /// <summary>The target branch of a pull request.</summary>
    public string? BaseRef => Variable("GITHUB_BASE_REF");

    /// <summary><c>branch</c> or <c>tag</c>.</summary>
    public string? RefType => Variable("GITHUB_REF_TYPE");

    /// <summary>How often the run was started, from 1.</summary>
    public long RunAttempt => Number("GITHUB_RUN_ATTEMPT");

    /// <summary>The number of the run within its workflow, from 1.</summary>
    public long RunNumber => Number("GITHUB_RUN_NUMBER");

    /// <summary>The run's id within the repository.</summary>
    public long RunId => Number("GITHUB_RUN_ID");

    /// <summary>The address of the server: <c>https://github.com</c>.</summary>
    public string? ServerUrl => Variable("GITHUB_SERVER_URL");

    /// <summary>The key of the job in the workflow file.</summary>
    public string? Job => Variable("GITHUB_JOB");

    /// <summary>The job's token, where the workflow hands it on as GITHUB_TOKEN.</summary>
    public string? Token => Variable("GITHUB_TOKEN");

    /// <summary>Whether the run was started by a pull request.</summary>
    public bool IsPullRequest => EventName == "pull_request";

    /// <summary>The file whose Markdown becomes the summary of the step.</summary>
    public AbsolutePath? StepSummaryFile => Variable("GITHUB_STEP_SUMMARY");

    internal override void BeginBlock(string target, BuildConsole console) => console.Line($"::group::{Escape(target)}");

    internal override void EndBlock(BuildConsole console) => console.Line("::endgroup::");

    internal override void Annotate(bool error, string text, BuildConsole console) =>
        console.Line($"::{(error ? "error" : "warning")}::{Escape(text)}");

    internal override void Mask(string secret, BuildConsole console)
    {
        // The runner masks line by line: a multi-line command would mask only what no log line ever holds.
        foreach (var line in secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
            console.Line($"::add-mask::{Escape(line)}");
    }

    internal override bool IsCommand(string message) =>
        message.StartsWith("::", StringComparison.Ordinal) || message.StartsWith("##[", StringComparison.Ordinal);

    private static string Escape(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private string? Variable(string name) => _session.Variable(name);

    private long Number(string variable) =>
        long.TryParse(Variable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
