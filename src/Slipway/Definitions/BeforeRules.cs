using System.Text.RegularExpressions;

namespace Slipway;

/// <summary>What must hold of what is done before a service is updated.</summary>
internal static partial class BeforeRules
{
    public static void Check(Problems at, Application application, EcsService service)
    {
        at.Duplicates("Before", service.Before.Select(Title));
        foreach (var step in service.Before)
        {
            var inside = at.At("Before").At(Title(step));
            inside.Unless(
                step.Timeout >= TimeSpan.FromSeconds(1) && step.Timeout <= TimeSpan.FromHours(6), "Timeout", $"{step.Timeout}; valid are 1 second to 6 hours");
            if (step is OneOffTask task)
                Check(inside, task);
            else if (step is RdsSnapshot snapshot)
                Check(inside, application, snapshot);
        }
    }

    private static void Check(Problems at, OneOffTask task)
    {
        at.Name("name", task.Name, AwsLimits.ServiceName);
        at.Unless(task.Command.Count > 0, "Command", "is empty; valid is a program with its arguments, such as [\"./migrate\"]");
    }

    private static void Check(Problems at, Application application, RdsSnapshot snapshot)
    {
        foreach (var environment in application.Environments)
        {
            if (!at.TryValue(snapshot.When, environment, "When", out var isTaken) || !isTaken)
                continue;

            var database = snapshot.DatabaseIn(environment);
            if (!IsIdentifier(database))
                at.Add("Database", $"in {environment.Name}: \"{database}\"; valid are {Identifier} (and {{environment}})");
            else if (environment.IsLocal)
                CheckBacking(at, application, environment, database);
        }
    }

    private static void CheckBacking(Problems at, Application application, DeployEnvironment environment, string database)
    {
        var known = environment.Backing.Select(backing => backing.InstanceOf(application, environment)).OfType<string>().ToList();
        at.Unless(
            known.Contains(database, StringComparer.Ordinal),
            "Database",
            $"in {environment.Name}: no backing is DB instance \"{database}\"; {(known.Count > 0 ? $"found {string.Join(", ", known)}; see Backing.Instance" : "valid is one of Backing.Postgres() and Backing.MySql()")}");
    }

    /// <summary>What <see cref="IsIdentifier"/> takes, in words.</summary>
    public const string Identifier = "1 to 63 letters, digits and hyphens, a letter first, no hyphen last, no two in a row";

    /// <summary>Whether RDS takes it as the identifier of a DB instance or cluster (CreateDBInstance). A snapshot's may be longer, 255 characters, and has room for the release.</summary>
    public static bool IsIdentifier(string text) => text.Length <= 63 && DatabaseName().IsMatch(text);

    private static string Title(BeforeStep step) => step switch
    {
        OneOffTask task => task.Name,
        RdsSnapshot snapshot => snapshot.Database,
        _ => $"{step}",
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$")]
    private static partial Regex DatabaseName();
}
