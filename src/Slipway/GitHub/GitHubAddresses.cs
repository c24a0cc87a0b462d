namespace Slipway.GitHub;

/// <summary>Where a GitHub answers, by the address that people know it by.</summary>
/// <param name="Api">Of its REST API.</param>
/// <param name="Issuer">Of the identity tokens of its jobs.</param>
internal sealed record GitHubAddresses(Uri Api, string Issuer)
{
    // https://docs.github.com/actions/reference/security/oidc and, for a server and for data residency,
    // https://docs.github.com/enterprise-server@latest/actions/reference/security/oidc, https://docs.github.com/enterprise-cloud@latest/admin/data-residency
    public static GitHubAddresses Of(Uri server)
    {
        var host = server.Host;
        return host == "github.com" ? new(new Uri("https://api.github.com"), "https://token.actions.githubusercontent.com")
            : host.EndsWith(".ghe.com", StringComparison.Ordinal) ? new(new Uri($"https://api.{host}"), $"https://token.actions.{host}")
            : new(new Uri(server, "api/v3"), new Uri(server, "_services/token").AbsoluteUri);
    }
}
