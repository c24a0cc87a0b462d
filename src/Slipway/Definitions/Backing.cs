namespace Slipway;

/// <summary>
/// A data store that the rehearsal runs in a container beside the application. Its address and password reach the tasks as they do on
/// AWS: through a secret, <c>Secret.Named("{application}/{environment}/{name}", key: "url")</c>, in the form that RDS manages
/// (<c>engine, host, port, username, password, dbname, url</c>).
/// </summary>
public sealed record Backing
{
    private const string Usual = "database";

    private Backing(string engine, string name) => (Engine, Name) = (engine, name);

    /// <summary><c>redis</c>, <c>postgres</c> or <c>mysql</c>.</summary>
    public string Engine { get; }

    /// <summary>Unique in the environment; the last part of the secret's name.</summary>
    public string Name { get; }

    /// <summary>Name of the secret; null: <c>{application}/{environment}/{name}</c>.</summary>
    public string? Secret { get; init; }

    /// <summary>
    /// Identifier of the DB instance as which the rehearsal's RDS knows it, where <c>{environment}</c> stands for the environment's name; null:
    /// <c>{application}-{environment}</c>, with <c>-{name}</c> behind it where the name is not <c>database</c>. Redis is none.
    /// </summary>
    public string? Instance { get; init; }

    /// <summary>Redis, from Debian's packages.</summary>
    public static Backing Redis(string name = "redis") => new("redis", name);

    /// <summary>PostgreSQL, from Debian's packages.</summary>
    public static Backing Postgres(string name = Usual) => new("postgres", name);

    /// <summary>MariaDB, which is Debian's MySQL.</summary>
    public static Backing MySql(string name = Usual) => new("mysql", name);

    /// <summary>The name of the secret that holds address and password.</summary>
    public string SecretOf(Application application, DeployEnvironment environment) => Secret ?? $"{application?.Name}/{environment?.Name}/{Name}";

    /// <summary>The identifier of the DB instance; null: it is none.</summary>
    public string? InstanceOf(Application application, DeployEnvironment environment) =>
        Engine == "redis" ? null : Instance?.Replace("{environment}", environment?.Name, StringComparison.Ordinal) ?? $"{application?.Name}-{environment?.Name}{(Name == Usual ? "" : $"-{Name}")}";
}
