namespace Slipway;

/// <summary>Where the value of an environment variable is kept. The value itself never passes through Slipway.</summary>
public sealed record Secret
{
    private Secret(string name, string? key) => (Name, Key) = (name, key);

    /// <summary>Name in Secrets Manager; <c>{environment}</c> stands for the environment's name.</summary>
    public string Name { get; }

    /// <summary>Key in the secret's JSON; null: the whole secret.</summary>
    public string? Key { get; }

    /// <summary>A secret of Secrets Manager. ECS wants its full ARN, which Slipway looks up.</summary>
    public static Secret Named(string name, string? key = null) => new(name, key);

    /// <summary>The name in <paramref name="environment"/>.</summary>
    public string NameIn(DeployEnvironment environment) =>
        Name.Replace("{environment}", environment.Name, StringComparison.Ordinal);
}
