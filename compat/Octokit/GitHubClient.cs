namespace Octokit;

public interface IGitHubClient
{
    IConnection Connection { get; }

    IRepositoriesClient Repository { get; }
}

/// <summary>The GitHub API, as far as this project uses it.</summary>
public class GitHubClient : IGitHubClient
{
    public static readonly Uri GitHubApiUrl = new("https://api.github.com/");

    public GitHubClient(ProductHeaderValue productInformation)
        : this(new Connection(productInformation, GitHubApiUrl))
    {
    }

    /// <param name="productInformation">Who calls.</param>
    /// <param name="baseAddress">github.com, or a GitHub Enterprise server; of the latter only the origin is taken, its API is below /api/v3/.</param>
    public GitHubClient(ProductHeaderValue productInformation, Uri baseAddress)
        : this(new Connection(productInformation, ApiOf(baseAddress)))
    {
    }

    public GitHubClient(IConnection connection)
    {
        Connection = connection;
        Repository = new RepositoriesClient(connection);
    }

    public IConnection Connection { get; }

    public IRepositoriesClient Repository { get; }

    public Uri BaseAddress => Connection.BaseAddress;

    public Credentials Credentials
    {
        get => Connection.Credentials;
        set => Connection.Credentials = value;
    }

    private static Uri ApiOf(Uri address) =>
        address.Host is "github.com" or "api.github.com" ? GitHubApiUrl : new Uri(address, "/api/v3/");
}
