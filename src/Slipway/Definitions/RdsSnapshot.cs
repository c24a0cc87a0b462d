namespace Slipway;

/// <summary>
/// A manual snapshot of a database in Amazon RDS, taken before what follows it and waited for until it is available. Its identifier is that of the database
/// with the release behind it, such as <c>shop-prod-20260102t030405678z-0123abcd</c>.
/// </summary>
/// <param name="Database">Identifier of the DB instance; <c>{environment}</c> stands for the environment's name.</param>
/// <remarks>
/// Taken whenever the service gets another task definition, as one-off tasks run then: nothing to migrate, no snapshot. Slipway restores no database and
/// deletes no snapshot; RDS keeps 100 manual ones in an account and region unless it was asked for more.
/// </remarks>
public sealed record RdsSnapshot(string Database) : BeforeStep(TimeSpan.FromMinutes(30))
{
    /// <summary>Whether <see cref="Database"/> names a DB cluster (Aurora, or a Multi-AZ DB cluster) and not a DB instance.</summary>
    public bool IsCluster { get; init; }

    /// <summary>Whether it is taken in an environment. Default: in every one.</summary>
    public PerEnvironment<bool> When { get; init; } = true;

    /// <summary>The database's identifier in <paramref name="environment"/>, in lower case as RDS keeps it.</summary>
    public string DatabaseIn(DeployEnvironment environment) =>
        Database.Replace("{environment}", environment?.Name, StringComparison.Ordinal).ToLowerInvariant();

    /// <inheritdoc/>
    internal override bool IsIn(DeployEnvironment environment) => When.In(environment);
}
