using Octokit;
using Octokit.Internal;

namespace Slipway.GitHub;

/// <summary>Connects to GitHub, and turns Octokit's exceptions into this project's.</summary>
internal static class OctokitCalls
{
    public static Connection Connect(Uri api, string token)
    {
        // Octokit takes the address as it is from a connection alone; with a slash, since its own addresses are relative.
        var connection = new Connection(
            new ProductHeaderValue("slipway"), new Uri($"{api.AbsoluteUri.TrimEnd('/')}/"), new InMemoryCredentialStore(new Credentials(token)));

        // A release must not wait long for GitHub.
        connection.SetRequestTimeout(TimeSpan.FromSeconds(5));
        return connection;
    }

    /// <param name="what">What is asked of GitHub, as <c>create a deployment</c>.</param>
    /// <param name="permission">What the job's token needs for it, as a workflow writes it.</param>
    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    public static async Task<T> Translate<T>(string what, string repository, string permission, Task<T> call, CancellationToken ct)
    {
        try
        {
            // Octokit's own calls take no token.
            return await call.WaitAsync(ct);
        }
        catch (ApiException exception)
        {
            throw new DeployException(
                $"""
                 GitHub did not {what} of {repository}.
                   answer  {(int)exception.StatusCode} {exception.Message}
                   try     give the job  permissions: {permission}
                 """,
                Verdict.Failed,
                exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new DeployException($"GitHub did not {what} of {repository}: {exception.Message}", Verdict.Failed, exception);
        }
    }
}
