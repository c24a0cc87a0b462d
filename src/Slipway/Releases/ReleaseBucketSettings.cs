using System.Text.Json.Nodes;

namespace Slipway.Releases;

/// <summary>How a bucket is set up, as far as it matters to a release bucket.</summary>
internal sealed record ReleaseBucketSettings
{
    /// <summary>Days for which the old versions of a document stay.</summary>
    public const int OldVersionDays = 90;

    /// <summary>Name of this project's rule in the bucket's lifecycle.</summary>
    public const string LifecycleRule = "slipway-release-bucket";

    private const string TlsOnly = "SlipwayTlsOnly";

    public bool IsVersioned { get; init; }

    /// <summary>Whether all four kinds of public access are blocked.</summary>
    public bool BlocksPublicAccess { get; init; }

    /// <summary>Whether S3 encrypts what nobody asked to be encrypted; with a key of KMS is as good.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Whether the bucket's owner owns every object in it, whoever wrote it.</summary>
    public bool EnforcesOwnership { get; init; }

    /// <summary>Whether old versions and parts of broken uploads go away by themselves.</summary>
    public bool CleansUp { get; init; }

    /// <summary>The bucket policy; null: none.</summary>
    public string? Policy { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the policy denies what comes without TLS.</summary>
    public bool DemandsTls => Statements(Policy).Any(statement =>
        $"{statement?["Effect"]}" == "Deny" && $"{statement?["Condition"]?["Bool"]?["aws:SecureTransport"]}" == "false");

    /// <summary>The policy with a statement that denies what comes without TLS, beside the statements that others put there.</summary>
    public static string WithTls(string bucket, string region, string? policy) => With(policy, new JsonObject
    {
        ["Sid"] = TlsOnly,
        ["Effect"] = "Deny",
        ["Principal"] = "*",
        ["Action"] = "s3:*",
        ["Resource"] = new JsonArray(ArnOf(bucket, region), $"{ArnOf(bucket, region)}/*"),
        ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
    });

    /// <summary>The policy with a statement, in the place of an earlier one of its name.</summary>
    public static string With(string? policy, JsonObject statement)
    {
        var document = policy is null ? new JsonObject { ["Version"] = "2012-10-17" } : JsonNode.Parse(policy)!.AsObject();
        JsonArray statements = [.. Statements(policy).Where(other => $"{other?["Sid"]}" != $"{statement["Sid"]}").Select(other => other?.DeepClone())];
        statements.Add(statement);
        document["Statement"] = statements;
        return document.ToJsonString();
    }

    public static string ArnOf(string bucket, string region) => $"arn:{Partition(region)}:s3:::{bucket}";

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    private static string Partition(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    private static IEnumerable<JsonNode?> Statements(string? policy) =>
        policy is null ? [] : JsonNode.Parse(policy)?["Statement"] switch
        {
            JsonArray several => (IEnumerable<JsonNode?>)several,
            { } one => new[] { one },
            null => [],
        };
}
