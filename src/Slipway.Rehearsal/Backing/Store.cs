using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Backing;

/// <summary>A data store that somebody asked for, as it is kept over restarts. Like the vault it lies in the state folder in the clear.</summary>
/// <param name="Database">Empty for an engine that has none.</param>
/// <param name="Password">Letters and digits alone, so that scripts and URLs need no quoting.</param>
/// <param name="Volume">Told apart from that of an earlier store of the same name, whose password nobody knows any more.</param>
internal sealed record Store(string Name, string Engine, string Database, string Password, string Volume)
{
    /// <summary>What it began with: a later version of the packages would perhaps not read its data. Null: it never ran.</summary>
    public string? Image { get; init; }

    /// <summary>Where it was last, and shall be again; null: it never ran.</summary>
    public string? Host { get; init; }

    public int Port { get; init; }

    /// <summary>The secrets that tell how to reach it.</summary>
    public ImmutableList<SecretPlace> Secrets { get; init; } = [];

    /// <summary>What RDS knows it as.</summary>
    public ImmutableList<DatabasePlace> Databases { get; init; } = [];

    public BackingEngine Kind() => BackingEngine.Named(Engine);

    public static Store New(BackingRequest request) =>
        new(request.Name, request.Engine.Name, request.Database, Random(32), Random(8).ToLowerInvariant());

    public Store At(string image, IPEndPoint address) => this with { Image = image, Host = address.Address.ToString(), Port = address.Port };

    public Store With(SecretPlace secret) => Secrets.Contains(secret) ? this : this with { Secrets = Secrets.Add(secret) };

    /// <param name="database">Null: none.</param>
    public Store With(DatabasePlace? database) =>
        database is null || Databases.Contains(database) ? this : this with { Databases = Databases.RemoveAll(known => known.Identifier == database.Identifier && known.Account == database.Account && known.Region == database.Region).Add(database) };

    /// <summary>
    /// The form of the secrets that RDS manages, and the whole as a URL
    /// (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html).
    /// </summary>
    public string SecretJson()
    {
        var engine = Kind();
        return new JsonObject
        {
            ["engine"] = engine.Name,
            ["host"] = Host,
            ["port"] = Port,
            ["username"] = engine.HasDatabases ? Database : "default",
            ["password"] = Password,
            ["dbname"] = engine.HasDatabases ? Database : "0",
            ["url"] = engine.Url(Host!, Port, Database, Password),
        }.ToJsonString();
    }

    private static string Random(int length) => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", length);
}
