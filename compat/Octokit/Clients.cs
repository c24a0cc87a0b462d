namespace Octokit;

public interface IRepositoriesClient
{
    IDeploymentsClient Deployment { get; }

    ICommitStatusClient Status { get; }

    IRepositoryCommitsClient Commit { get; }

    IReleasesClient Release { get; }
}

public interface ICommitStatusClient
{
    Task<CommitStatus> Create(string owner, string name, string reference, NewCommitStatus newCommitStatus);
}

public interface IRepositoryCommitsClient
{
    /// <summary>What a commit has and another has not; the newest 250 commits at most.</summary>
    Task<CompareResult> Compare(string owner, string name, string @base, string head);
}

public interface IReleasesClient
{
    /// <summary>The published release of a tag.</summary>
    Task<Release> Get(string owner, string name, string tag);

    Task<Release> Create(string owner, string name, NewRelease data);

    Task<Release> Edit(string owner, string name, long id, ReleaseUpdate data);
}

public interface IDeploymentsClient
{
    IDeploymentStatusClient Status { get; }

    /// <summary>All deployments of a repository, newest first, page after page.</summary>
    Task<IReadOnlyList<Deployment>> GetAll(string owner, string name);

    Task<Deployment> Create(string owner, string name, NewDeployment newDeployment);
}

public interface IDeploymentStatusClient
{
    Task<IReadOnlyList<DeploymentStatus>> GetAll(string owner, string name, long deploymentId);

    Task<DeploymentStatus> Create(string owner, string name, long deploymentId, NewDeploymentStatus newDeploymentStatus);
}

internal sealed class RepositoriesClient(IConnection connection) : IRepositoriesClient
{
    public IDeploymentsClient Deployment { get; } = new DeploymentsClient(connection);

    public ICommitStatusClient Status { get; } = new CommitStatusClient(connection);

    public IRepositoryCommitsClient Commit { get; } = new RepositoryCommitsClient(connection);

    public IReleasesClient Release { get; } = new ReleasesClient(connection);

    internal static Uri Route(string owner, string name, string suffix = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new($"repos/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}{suffix}", UriKind.Relative);
    }
}

internal sealed class CommitStatusClient(IConnection connection) : ICommitStatusClient
{
    public async Task<CommitStatus> Create(string owner, string name, string reference, NewCommitStatus newCommitStatus) =>
        (await connection.Post<CommitStatus>(RepositoriesClient.Route(owner, name, $"/statuses/{reference}"), newCommitStatus, accepts: null, contentType: null)).Body!;
}

internal sealed class RepositoryCommitsClient(IConnection connection) : IRepositoryCommitsClient
{
    public async Task<CompareResult> Compare(string owner, string name, string @base, string head) =>
        (await connection.Get<CompareResult>(
            RepositoriesClient.Route(owner, name, $"/compare/{Uri.EscapeDataString(@base)}...{Uri.EscapeDataString(head)}"), parameters: null)).Body!;
}

internal sealed class ReleasesClient(IConnection connection) : IReleasesClient
{
    public async Task<Release> Get(string owner, string name, string tag) =>
        (await connection.Get<Release>(RepositoriesClient.Route(owner, name, $"/releases/tags/{tag}"), parameters: null)).Body!;

    public async Task<Release> Create(string owner, string name, NewRelease data) =>
        (await connection.Post<Release>(RepositoriesClient.Route(owner, name, "/releases"), data, accepts: "application/vnd.github.v3", contentType: null)).Body!;

    public async Task<Release> Edit(string owner, string name, long id, ReleaseUpdate data) =>
        (await connection.Patch<Release>(RepositoriesClient.Route(owner, name, $"/releases/{id}"), data)).Body!;
}

internal sealed class DeploymentsClient(IConnection connection) : IDeploymentsClient
{
    public IDeploymentStatusClient Status { get; } = new DeploymentStatusClient(connection);

    public Task<IReadOnlyList<Deployment>> GetAll(string owner, string name) => Pages.All<Deployment>(connection, Route(owner, name));

    public async Task<Deployment> Create(string owner, string name, NewDeployment newDeployment) =>
        (await connection.Post<Deployment>(Route(owner, name), newDeployment, accepts: null, contentType: null)).Body!;

    internal static Uri Route(string owner, string name, string suffix = "") => RepositoriesClient.Route(owner, name, $"/deployments{suffix}");
}

internal sealed class DeploymentStatusClient(IConnection connection) : IDeploymentStatusClient
{
    public Task<IReadOnlyList<DeploymentStatus>> GetAll(string owner, string name, long deploymentId) =>
        Pages.All<DeploymentStatus>(connection, DeploymentsClient.Route(owner, name, $"/{deploymentId}/statuses"));

    public async Task<DeploymentStatus> Create(string owner, string name, long deploymentId, NewDeploymentStatus newDeploymentStatus) =>
        (await connection.Post<DeploymentStatus>(
            DeploymentsClient.Route(owner, name, $"/{deploymentId}/statuses"), newDeploymentStatus, accepts: null, contentType: null)).Body!;
}

internal static class Pages
{
    /// <summary>Follows the links of rel="next" to the last page.</summary>
    public static async Task<IReadOnlyList<T>> All<T>(IConnection connection, Uri first)
    {
        var items = new List<T>();
        for (Uri? page = first; page is not null;)
        {
            var response = await connection.Get<List<T>>(page, parameters: null);
            items.AddRange(response.Body ?? []);
            page = Next(response.HttpResponse.Headers.GetValueOrDefault("Link"));
        }

        return items;
    }

    private static Uri? Next(string? link)
    {
        var next = link?.Split(',').FirstOrDefault(part => part.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase));
        return next is null ? null : new Uri(next[(next.IndexOf('<', StringComparison.Ordinal) + 1)..next.IndexOf('>', StringComparison.Ordinal)]);
    }
}
