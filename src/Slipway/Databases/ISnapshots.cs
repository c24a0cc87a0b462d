namespace Slipway.Databases;

/// <summary>Manual snapshots of databases in Amazon RDS. Failures are <see cref="DeployException"/>.</summary>
internal interface ISnapshots
{
    /// <summary>The snapshot of a step, whoever made it; null: there is none, or RDS does not show it yet.</summary>
    Task<SeenSnapshot?> Find(SnapshotStep step, CancellationToken ct);

    /// <summary>Tells RDS to take it, and does not wait for it. One that is there already is that one.</summary>
    /// <exception cref="DeployException">It was refused; for the moment alone (<see cref="DeployException.MayPass"/>) where something else is being done to the database.</exception>
    Task<SeenSnapshot> Take(SnapshotStep step, CancellationToken ct);
}

/// <summary>A snapshot as RDS shows it.</summary>
/// <param name="Database">Identifier of what it is of.</param>
/// <param name="Engine">Such as <c>postgres</c>.</param>
/// <param name="Status"><c>creating</c>, <c>available</c>, <c>failed</c>, or another word of RDS.</param>
/// <param name="Percent">How much of it is done.</param>
/// <param name="At">When it was taken; null: not told, as of one that has just been begun.</param>
internal sealed record SeenSnapshot(string Identifier, string Arn, string Database, string Engine, string Status, int Percent, DateTimeOffset? At)
{
    public bool IsAvailable => Status == "available";

    public bool HasFailed => Status == "failed";
}
