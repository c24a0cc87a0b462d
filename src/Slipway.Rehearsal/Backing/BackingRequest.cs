using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Backing;

/// <summary>What somebody wants: a data store, a secret that tells how to reach it, and what RDS knows it as.</summary>
/// <param name="Database">Its database, and the user that owns it; empty for an engine that has neither.</param>
internal sealed partial record BackingRequest(string Name, BackingEngine Engine, string Database, SecretPlace Secret, DatabasePlace? Place = null)
{
    // Names that the servers have for themselves.
    private static readonly string[] Taken = ["postgres", "template0", "template1", "public", "mysql", "root", "sys", "information_schema", "performance_schema"];

    private static readonly string[] Members = ["engine", "account", "region", "secret", "database", "instance", "cluster"];

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="DeployException">Usage: everything that is wrong with it.</exception>
    public static BackingRequest Parse(string name, string body)
    {
        var input = Json(body);
        var wrong = new List<string>();
        Check(ValidName().IsMatch(name), $"the name must be 1 to 40 lower-case letters, digits and hyphens and begin with a letter, found {name}");

        foreach (var (member, _) in input.Where(member => !Members.Contains(member.Key, StringComparer.Ordinal)))
            wrong.Add($"{member} is unknown; known are {string.Join(", ", Members)}");

        var engine = BackingEngine.All.FirstOrDefault(engine => engine.Name == Text("engine"));
        Check(engine is not null, $"engine must be one of {string.Join(", ", BackingEngine.All.Select(engine => engine.Name))}, found {Shown("engine")}");
        Check(Account().IsMatch(Text("account")), $"account must be twelve digits, found {Shown("account")}");
        Check(Text("region").Length > 0, $"region must be a text, found {Shown("region")}");
        Check(Text("secret").Length > 0, $"secret must be a text, found {Shown("secret")}");

        var database = Text("database");
        if (engine is { HasDatabases: true })
        {
            Check(
                ValidDatabase().IsMatch(database) && !Taken.Contains(database, StringComparer.Ordinal) && !database.StartsWith("pg_", StringComparison.Ordinal),
                $"database must be 1 to 31 lower-case letters, digits and underscores, begin with a letter and be none of the server's own, found {Shown("database")}");
        }

        var identifier = Text("instance") + Text("cluster");
        Check(
            identifier.Length == 0 || (engine is { HasDatabases: true } && identifier.Length <= 63 && ValidIdentifier().IsMatch(identifier) && !(input.ContainsKey("instance") && input.ContainsKey("cluster"))),
            $"one of instance and cluster may be the identifier of a database in RDS: 1 to 63 lower-case letters, digits and single hyphens, found {Shown("instance")} and {Shown("cluster")}");

        return wrong.Count == 0
            ? new BackingRequest(name, engine!, engine!.HasDatabases ? database : "", new SecretPlace(Text("account"), Text("region"), Text("secret")), identifier.Length == 0 ? null : new DatabasePlace(Text("account"), Text("region"), identifier, input.ContainsKey("cluster")))
            : throw new DeployException(
                $"""
                 The backing store {name} was not started. Nothing was changed.
                   {string.Join("\n  ", wrong)}
                 """,
                Verdict.Usage);

        string Text(string member) => input[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

        string Shown(string member) => input[member]?.ToJsonString() ?? "nothing";

        void Check(bool right, string otherwise)
        {
            if (!right)
                wrong.Add(otherwise);
        }
    }

    private static JsonObject Json(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new JsonException("It is no object.");
        }
        catch (JsonException exception)
        {
            throw new DeployException($"The body of the request is not a JSON object. Nothing was changed.\n  reason  {exception.Message}", Verdict.Usage, exception);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidIdentifier();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();

    [GeneratedRegex("^[a-z][a-z0-9_]{0,30}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidDatabase();

    [GeneratedRegex("^[0-9]{12}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Account();
}

/// <summary>A DB instance, or a DB cluster, of RDS that a store stands for.</summary>
internal sealed record DatabasePlace(string Account, string Region, string Identifier, bool IsCluster)
{
    public string Arn => Rds.RdsArns.Of(Account, Region, IsCluster ? "cluster" : "db", Identifier);
}

/// <summary>Where a secret lies in Secrets Manager.</summary>
internal sealed record SecretPlace(string Account, string Region, string Name);
