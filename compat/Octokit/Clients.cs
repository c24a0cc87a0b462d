namespace Octokit;

public interface IRepositoriesClient
{
    IDeploymentsClient Deployment { get; }
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
}

internal sealed class DeploymentsClient(IConnection connection) : IDeploymentsClient
{
    public IDeploymentStatusClient Status { get; } = new DeploymentStatusClient(connection);

    public Task<IReadOnlyList<Deployment>> GetAll(string owner, string name) => Pages.All<Deployment>(connection, Route(owner, name));

    public async Task<Deployment> Create(string owner, string name, NewDeployment newDeployment) =>
        (await connection.Post<Deployment>(Route(owner, name), newDeployment, accepts: null, contentType: null)).Body!;

    internal static Uri Route(string owner, string name, string suffix = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new($"repos/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}/deployments{suffix}", UriKind.Relative);
    }
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
