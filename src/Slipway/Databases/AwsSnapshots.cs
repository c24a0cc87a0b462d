using Amazon.RDS;
using Amazon.RDS.Model;
using Slipway.Aws;

namespace Slipway.Databases;

/// <summary>Manual snapshots in Amazon RDS, of DB instances and of DB clusters.</summary>
internal sealed class AwsSnapshots(IAmazonRDS rds) : ISnapshots
{
    /// <inheritdoc/>
    public async Task<SeenSnapshot?> Find(SnapshotStep step, CancellationToken ct)
    {
        try
        {
            return step.IsCluster ? await FindOfCluster(step.Identifier, ct) : await FindOfInstance(step.Identifier, ct);
        }
        catch (DeployException exception) when (exception.InnerException is DBSnapshotNotFoundException or DBClusterSnapshotNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<SeenSnapshot> Take(SnapshotStep step, CancellationToken ct)
    {
        try
        {
            return step.IsCluster ? await TakeOfCluster(step, ct) : await TakeOfInstance(step, ct);
        }
        catch (DeployException exception) when (exception.InnerException is DBSnapshotAlreadyExistsException or DBClusterSnapshotAlreadyExistsException)
        {
            // An answer that was lost, and the client's own second attempt.
            return await Find(step, ct) ?? throw new DeployException(exception.Message, inner: exception) { MayPass = true };
        }
        catch (DeployException exception) when (exception.InnerException is InvalidDBInstanceStateException or InvalidDBClusterStateException)
        {
            throw new DeployException(exception.Message, inner: exception) { MayPass = true };
        }
        catch (DeployException exception) when (exception.InnerException is DBInstanceNotFoundException or DBClusterNotFoundException)
        {
            throw new DeployException(
                $"""
                 There is no {step.Title} in the account and region of the environment.
                   reason  {exception.InnerException.Message}
                   try     aws rds describe-db-{(step.IsCluster ? "clusters" : "instances")}, and correct RdsSnapshot's name, IsCluster or When
                 """,
                inner: exception);
        }
        catch (DeployException exception) when (exception.InnerException is SnapshotQuotaExceededException)
        {
            throw new DeployException(
                $"""
                 The account has as many manual snapshots of databases as RDS lets it keep in the region.
                   reason  {exception.InnerException.Message}
                   try     delete what nobody needs (aws rds describe-db-{(step.IsCluster ? "cluster-" : "")}snapshots --snapshot-type manual), or ask for a higher quota; Slipway deletes none
                 """,
                inner: exception);
        }
    }

    private async Task<SeenSnapshot?> FindOfInstance(string identifier, CancellationToken ct)
    {
        var answer = await AwsFailures.Translate(
            "rds:DescribeDBSnapshots", () => rds.DescribeDBSnapshotsAsync(new DescribeDBSnapshotsRequest { DBSnapshotIdentifier = identifier }, ct));
        return answer.DBSnapshots is [var found, ..] ? Seen(found) : null;
    }

    private async Task<SeenSnapshot?> FindOfCluster(string identifier, CancellationToken ct)
    {
        var answer = await AwsFailures.Translate(
            "rds:DescribeDBClusterSnapshots", () => rds.DescribeDBClusterSnapshotsAsync(new DescribeDBClusterSnapshotsRequest { DBClusterSnapshotIdentifier = identifier }, ct));
        return answer.DBClusterSnapshots is [var found, ..] ? Seen(found) : null;
    }

    private async Task<SeenSnapshot> TakeOfInstance(SnapshotStep step, CancellationToken ct)
    {
        var request = new CreateDBSnapshotRequest { DBSnapshotIdentifier = step.Identifier, DBInstanceIdentifier = step.Database, Tags = Tags(step) };
        return Seen((await AwsFailures.Translate("rds:CreateDBSnapshot", () => rds.CreateDBSnapshotAsync(request, ct))).DBSnapshot!);
    }

    private async Task<SeenSnapshot> TakeOfCluster(SnapshotStep step, CancellationToken ct)
    {
        var request = new CreateDBClusterSnapshotRequest { DBClusterSnapshotIdentifier = step.Identifier, DBClusterIdentifier = step.Database, Tags = Tags(step) };
        return Seen((await AwsFailures.Translate("rds:CreateDBClusterSnapshot", () => rds.CreateDBClusterSnapshotAsync(request, ct))).DBClusterSnapshot!);
    }

    private static List<Tag> Tags(SnapshotStep step) => [.. step.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static SeenSnapshot Seen(DBSnapshot one) => new(
        one.DBSnapshotIdentifier!, one.DBSnapshotArn!, one.DBInstanceIdentifier!, one.Engine ?? "", one.Status ?? "", one.PercentProgress ?? 0, Time(one.SnapshotCreateTime));

    private static SeenSnapshot Seen(DBClusterSnapshot one) => new(
        one.DBClusterSnapshotIdentifier!, one.DBClusterSnapshotArn!, one.DBClusterIdentifier!, one.Engine ?? "", one.Status ?? "", one.PercentProgress ?? 0, Time(one.SnapshotCreateTime));

    private static DateTimeOffset? Time(DateTime? time) => time is { } known ? new DateTimeOffset(known) : null;
}
