using System.Net;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Rds;

/// <summary>What RDS refuses, in its own words. What is about clusters has codes that end in Fault, what is about instances has not.</summary>
internal static partial class RdsRefusals
{
    public static AwsError NoDatabase(bool isCluster, string identifier) => isCluster
        ? new("DBClusterNotFoundFault", $"DBCluster {identifier} not found.", HttpStatusCode.NotFound)
        : new("DBInstanceNotFound", $"DBInstance {identifier} not found.", HttpStatusCode.NotFound);

    public static AwsError NoSnapshot(bool isCluster, string identifier) => isCluster
        ? new("DBClusterSnapshotNotFoundFault", $"DBClusterSnapshot {identifier} not found.", HttpStatusCode.NotFound)
        : new("DBSnapshotNotFound", $"DBSnapshot {identifier} not found.", HttpStatusCode.NotFound);

    public static AwsError SnapshotExists(bool isCluster, string identifier) => new(
        isCluster ? "DBClusterSnapshotAlreadyExistsFault" : "DBSnapshotAlreadyExists", $"Cannot create the snapshot because a snapshot with the identifier {identifier} already exists.");

    public static AwsError NotAvailable(bool isCluster, string identifier, string status) => new(
        isCluster ? "InvalidDBClusterStateFault" : "InvalidDBInstanceState",
        $"Cannot create a snapshot because the database {(isCluster ? "cluster" : "instance")} {identifier} is not currently in the available state: it is {status}.");

    public static AwsError SnapshotIsBusy(bool isCluster, string identifier) => new(
        isCluster ? "InvalidDBClusterSnapshotStateFault" : "InvalidDBSnapshotState", $"Cannot delete the snapshot {identifier} because it is not currently in the available or failed state.");

    public static AwsError TooManySnapshots(int most) => new("SnapshotQuotaExceeded", $"Cannot create more than {most} manual snapshots.");

    public static AwsError NoResource(string arn) => new("InvalidParameterValue", $"The specified resource name does not match an RDS resource in this region: {arn}");

    /// <summary>The identifier in lower case, as RDS keeps it.</summary>
    /// <exception cref="AwsError">InvalidParameterValue.</exception>
    public static string Identifier(string member, string value, int longest) => value.Length <= longest && ValidIdentifier().IsMatch(value)
        ? value.ToLowerInvariant()
        : throw new AwsError(
            "InvalidParameterValue",
            $"The parameter {member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.");

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidIdentifier();
}
