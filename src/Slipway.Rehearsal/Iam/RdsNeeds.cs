using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.Rds;

namespace Slipway.Rehearsal.Iam;

/// <summary>What IAM asks of calls to Amazon RDS (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html).</summary>
internal static class RdsNeeds
{
    public static IReadOnlyList<CallNeed> Of(Operation operation, Caller caller)
    {
        var isCluster = operation.Name.Contains("DBCluster", StringComparison.Ordinal);
        string? Named(string member) => operation.Input.OptionalString(member)?.ToLowerInvariant();
        string Arn(string kind, string? identifier) => RdsArns.Of(caller.Account, caller.Region, isCluster ? $"cluster{(kind == "db" ? "" : $"-{kind}")}" : kind, identifier ?? "*");
        var (action, kind) = ($"rds:{operation.Name}", isCluster ? "DBCluster" : "DBInstance");
        var (database, snapshot) = (Named($"{kind}Identifier"), Named(isCluster ? "DBClusterSnapshotIdentifier" : "DBSnapshotIdentifier"));
        return operation.Name switch
        {
            // Both the database and what is made of it; tags that are given along need a permission of their own.
            "CreateDBSnapshot" or "CreateDBClusterSnapshot" =>
            [
                new(action, Arn("db", database)), new(action, Arn("snapshot", snapshot)),
                .. operation.Input.Objects("Tags").Count > 0 ? (IEnumerable<CallNeed>)[new("rds:AddTagsToResource", Arn("snapshot", snapshot))] : [],
            ],
            "DescribeDBSnapshots" or "DescribeDBClusterSnapshots" when snapshot is null && database is not null => [new(action, Arn("db", database))],
            "DescribeDBSnapshots" or "DescribeDBClusterSnapshots" or "DeleteDBSnapshot" or "DeleteDBClusterSnapshot" => [new(action, Arn("snapshot", snapshot))],
            "DescribeDBInstances" or "DescribeDBClusters" => [new(action, Arn("db", database))],
            "ListTagsForResource" => [new(action, operation.Input.OptionalString("ResourceName") ?? "*")],
            _ => [new(action)],
        };
    }
}
