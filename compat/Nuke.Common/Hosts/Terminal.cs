using Nuke.Common.CI;

namespace Nuke.Common.Execution;

/// <summary>A person's machine, or anything that is not known to be a build server.</summary>
public class Terminal : Host
{
    internal Terminal()
    {
    }
}

/// <summary>
/// A build server that NUKE knows and this runner has no output for: the build is a server build, and prints as on a terminal.
/// The variables are those by which NUKE detects its hosts.
/// </summary>
internal sealed class UnlistedBuildServer : Host, IBuildServer
{
    private static readonly string[] Variables =
    [
        "GITLAB_CI", "TEAMCITY_VERSION", "TF_BUILD", "APPVEYOR", "JENKINS_HOME", "BITBUCKET_PIPELINE_UUID", "TRAVIS",
        "JB_SPACE_PROJECT_KEY", "bamboo_planKey", "BITRISE_BUILD_URL",
    ];

    public static bool IsRunning => Variables.Any(variable => EnvironmentInfo.HasVariable(variable));

    public string? Branch => null;

    public string? Commit => null;
}
