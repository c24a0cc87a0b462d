using System.Text.RegularExpressions;

namespace Slipway.GitHub;

/// <summary>A repository at a GitHub.</summary>
/// <param name="Server">Where people find it: <c>https://github.com</c>, or an Enterprise Server.</param>
internal sealed partial record GitHubRepository(Uri Server, string Owner, string Name)
{
    /// <summary>Where programs find it.</summary>
    public Uri Api { get; init; } = GitHubAddresses.Of(Server).Api;

    // https://docs.github.com/actions/reference/variables-reference
    /// <summary>The repository whose job this process is; null: it is none.</summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static GitHubRepository? OfJob(Func<string, string?> variable)
    {
        if (variable("GITHUB_REPOSITORY")?.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } name]
            || !Uri.TryCreate(variable("GITHUB_SERVER_URL") ?? "https://github.com", UriKind.Absolute, out var server)
            || !Uri.TryCreate(variable("GITHUB_API_URL") ?? "https://api.github.com", UriKind.Absolute, out var api))
        {
            return null;
        }

        return new GitHubRepository(server, owner, name) { Api = api };
    }

    /// <summary>The repository that git fetches from; null: that is not at GitHub, or cannot be told to be.</summary>
    /// <param name="remote">An address as git takes it: <c>https://github.com/acme/chat.git</c>, <c>git@github.com:acme/chat</c>.</param>
    /// <param name="servers">Enterprise Servers, which no name tells.</param>
    public static GitHubRepository? OfRemote(string remote, IEnumerable<Uri> servers)
    {
        if (Remote().Match(remote.Trim()) is not { Success: true } match)
            return null;

        var host = match.Groups["host"].Value is "ssh.github.com" ? "github.com" : match.Groups["host"].Value;
        var server = host == "github.com" || host.EndsWith(".ghe.com", StringComparison.Ordinal)
            ? new Uri($"https://{host}")
            : servers.FirstOrDefault(known => known.Host == host);
        return server is null ? null : new GitHubRepository(server, match.Groups["owner"].Value, match.Groups["name"].Value);
    }

    /// <summary>A page of it for people.</summary>
    public string Page(string path) => $"{Server.AbsoluteUri.TrimEnd('/')}/{Owner}/{Name}/{path}";

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Name}";

    // https://git-scm.com/docs/git-clone#_git_urls; the part before @ may be a token, which is not taken.
    [GeneratedRegex(@"^(?:[a-z+]+://)?(?:[^@/]+@)?(?<host>[a-z0-9.-]+)(?::\d+)?[:/]/?(?<owner>[\w.-]+)/(?<name>[\w.-]+?)(?:\.git)?/?$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Remote();
}
