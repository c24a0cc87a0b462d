namespace Octokit;

public enum AuthenticationType
{
    Anonymous,
    Basic,
    Oauth,
    Bearer,
}

/// <summary>A token, and the scheme that it is sent with.</summary>
public class Credentials
{
    public static readonly Credentials Anonymous = new();

    public Credentials(string token)
        : this(token, AuthenticationType.Oauth)
    {
    }

    public Credentials(string token, AuthenticationType authenticationType)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        Password = token;
        AuthenticationType = authenticationType;
    }

    private Credentials() => AuthenticationType = AuthenticationType.Anonymous;

    public string? Password { get; }

    public AuthenticationType AuthenticationType { get; }

    internal string? Header => AuthenticationType switch
    {
        AuthenticationType.Oauth => "Token " + Password,
        AuthenticationType.Bearer => "Bearer " + Password,
        AuthenticationType.Anonymous => null,
        _ => throw new NotSupportedException($"The built-in GitHub client sends tokens; {AuthenticationType} is not among what it knows. Use Oauth or Bearer."),
    };
}

public interface ICredentialStore
{
    Task<Credentials> GetCredentials();
}

public class InMemoryCredentialStore(Credentials credentials) : ICredentialStore
{
    public Task<Credentials> GetCredentials() => Task.FromResult(credentials);
}

/// <summary>The name of the calling program, which GitHub demands as the user agent.</summary>
public class ProductHeaderValue
{
    private readonly System.Net.Http.Headers.ProductHeaderValue _value;

    public ProductHeaderValue(string name)
        : this(name, null)
    {
    }

    public ProductHeaderValue(string name, string? version) => _value = new(name, version);

    public string Name => _value.Name;

    public string? Version => _value.Version;

    public override string ToString() => _value.ToString();
}
