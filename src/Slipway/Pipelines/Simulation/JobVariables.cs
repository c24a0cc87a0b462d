using System.Runtime.InteropServices;
using Slipway.Pipelines.Simulation.Expressions;

namespace Slipway.Pipelines.Simulation;

/// <summary>
/// The environment variables of a job. Of this machine's it has those that programs need to run, by name, and no other: nothing of whoever simulates leads to AWS or
/// GitHub from there. What leads to the rehearsal goes before whatever the workflow sets.
/// </summary>
internal static class JobVariables
{
    private static readonly string[] Taken =
        ["PATH", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR", "SHELL", "USER", "LOGNAME", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "NODE_EXTRA_CA_CERTS"];

    // How compilers and package managers find themselves and their feeds.
    private static readonly string[] TakenPrefixes = ["LC_", "DOTNET_", "NUGET_", "NPM_CONFIG_", "npm_config_"];

    /// <summary>What of this machine's variables a job has.</summary>
    public static Dictionary<string, string> OfMachine(IReadOnlyDictionary<string, string> machine) => machine
        .Where(one => Taken.Contains(one.Key, StringComparer.Ordinal) || TakenPrefixes.Any(prefix => one.Key.StartsWith(prefix, StringComparison.Ordinal)))
        .ToDictionary(StringComparer.Ordinal);

    // https://docs.github.com/actions/reference/workflows-and-actions/variables
    /// <summary>What GitHub sets for a job, whatever the workflow says.</summary>
    public static IReadOnlyDictionary<string, string> OfGitHub(RunFacts facts, string job, Uri server, JobFolder folder, JobAccess access)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal)
        {
            ["CI"] = "true",
            ["GITHUB_ACTIONS"] = "true",
            ["RUNNER_ENVIRONMENT"] = "self-hosted",
            ["RUNNER_NAME"] = "simulation",
            ["RUNNER_OS"] = "Linux",
            ["RUNNER_ARCH"] = Architecture,
            ["RUNNER_TEMP"] = folder.Temporary,
            ["RUNNER_TOOL_CACHE"] = folder.Tools,
            ["GITHUB_EVENT_PATH"] = folder.Event,
        };
        foreach (var (name, value) in GitHub(facts, job, server, folder).Members.Where(one => one.Key is not ("event" or "event_path" or "repositoryUrl")))
            all[$"GITHUB_{name.ToUpperInvariant()}"] = value.AsText;

        if (access.Identity is { } identity)
            (all["ACTIONS_ID_TOKEN_REQUEST_URL"], all["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]) = (identity.Url.AbsoluteUri, identity.Token);

        return all;
    }

    /// <summary>What leads to the rehearsal, and away from everything else.</summary>
    public static IReadOnlyDictionary<string, string> OfWorld(SimulatedWorld world, string file, JobFolder folder) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [SimulatedWorld.Variable] = file,
        ["HOME"] = folder.Home,
        ["DOTNET_CLI_HOME"] = folder.Home,
        ["AWS_ENDPOINT_URL"] = world.Aws.AbsoluteUri.TrimEnd('/'),
        ["AWS_CONFIG_FILE"] = folder.NoAwsConfiguration,
        ["AWS_SHARED_CREDENTIALS_FILE"] = folder.NoAwsConfiguration,
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["DOCKER_HOST"] = world.DockerHost,
        ["DOCKER_CONFIG"] = Path.Combine(folder.Home, ".docker"),
    };

    /// <summary>Where programs are found: the client of the rehearsal's own engine first.</summary>
    public static string PathWith(SimulatedWorld world, string path) =>
        Path.GetDirectoryName(world.DockerCli) is { Length: > 0 } folder ? $"{folder}{Path.PathSeparator}{path}" : path;

    /// <summary>Whether a workflow may set a variable: none that would lead to another place than the rehearsal.</summary>
    public static bool MaySet(string name) =>
        !name.StartsWith("AWS_ENDPOINT_URL", StringComparison.Ordinal)
        && name is not ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" or "AWS_PROFILE" or "AWS_CONTAINER_CREDENTIALS_FULL_URI" or "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" or "AWS_WEB_IDENTITY_TOKEN_FILE");

    // https://docs.github.com/actions/reference/workflows-and-actions/contexts#github-context
    /// <summary>The context <c>github</c> without its token and event.</summary>
    /// <param name="folder">Null: the job has not begun.</param>
    public static Value.Map GitHub(RunFacts facts, string job, Uri server, JobFolder? folder)
    {
        var url = server.AbsoluteUri.TrimEnd('/');
        return Value.Of(
            new Dictionary<string, string>
            {
                ["actor"] = RunFacts.Actor,
                ["actor_id"] = $"{RunFacts.OwnerId}",
                ["api_url"] = $"{url}/api/v3",
                ["base_ref"] = facts.Event == "pull_request" ? facts.DefaultBranch : "",
                ["event_name"] = facts.Event,
                ["event_path"] = folder?.Event ?? "",
                ["graphql_url"] = $"{url}/api/graphql",
                ["head_ref"] = facts.Event == "pull_request" ? "simulated" : "",
                ["job"] = job,
                ["ref"] = facts.Ref,
                ["ref_name"] = facts.RefName,
                ["ref_protected"] = "false",
                ["ref_type"] = facts.Ref.StartsWith("refs/tags/", StringComparison.Ordinal) ? "tag" : "branch",
                ["repository"] = facts.Repository,
                ["repository_id"] = $"{RunFacts.RepositoryId}",
                ["repository_owner"] = facts.Owner,
                ["repository_owner_id"] = $"{RunFacts.OwnerId}",
                ["repositoryUrl"] = $"{url}/{facts.Repository}.git",
                ["run_attempt"] = "1",
                ["run_id"] = $"{RunFacts.RunId}",
                ["run_number"] = "1",
                ["server_url"] = url,
                ["sha"] = facts.Sha,
                ["triggering_actor"] = RunFacts.Actor,
                ["workflow"] = facts.Workflow.Name,
                ["workflow_ref"] = facts.WorkflowRef,
                ["workflow_sha"] = facts.Sha,
                ["workspace"] = folder?.Workspace ?? "",
            });
    }

    /// <summary>GitHub's word for the architecture of this machine.</summary>
    public static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "ARM64" : "X64";
}
