using System.Text.Json.Nodes;

namespace Slipway.Approvals;

/// <summary>
/// What the release bucket's policy says so that an approval cannot be written in another's name: whoever writes or tags one must put their own
/// unique id in its tag. With it in place, S3 proves who wrote an approval.
/// </summary>
internal static class ApproverStatement
{
    /// <summary>Where the approvals are.</summary>
    public const string Folder = "approvals/";

    /// <summary>The tag that names the writer of an object.</summary>
    public const string Tag = "approver";

    public const string Sid = "SlipwayApproverIsTheWriter";

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html; a condition that says "not equal" also holds where the
    // request has no such tag (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
    public static JsonObject Of(string bucketArn) => new()
    {
        ["Sid"] = Sid,
        ["Effect"] = "Deny",
        ["Principal"] = "*",
        ["Action"] = new JsonArray("s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
        ["Resource"] = $"{bucketArn}/{Folder}*",
        ["Condition"] = new JsonObject { ["StringNotEquals"] = new JsonObject { [$"s3:RequestObjectTag/{Tag}"] = "${aws:userid}" } },
    };

    /// <summary>Whether a bucket's policy has the statement, word for word but for the order and for lists of one.</summary>
    /// <param name="policy">Null: there is none.</param>
    public static bool IsIn(string? policy, string bucketArn) =>
        policy is not null
        && JsonNode.Parse(policy)?["Statement"] is { } statements
        && (statements as JsonArray ?? [statements.DeepClone()]).Any(one => $"{one?["Sid"]}" == Sid && JsonNode.DeepEquals(Canonical(one), Canonical(Of(bucketArn))));

    public static DeployException Missing(string bucket, DeployEnvironment environment, Exception? inner) => new(
        $"""
         The release bucket {bucket} does not exist. Nothing was changed.
           try  ./build.sh Bootstrap --environment {environment}
         """,
        Verdict.Refused, inner);

    // S3 may give a list of one back as its only element, and {"AWS": "*"} for "*".
    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonArray { Count: 1 } one => Canonical(one[0]),
        JsonArray many => new JsonArray([.. many.Select(Canonical).OrderBy(one => $"{one}", StringComparer.Ordinal)]),
        JsonObject { Count: 1 } principal when principal["AWS"] is { } aws => Canonical(aws),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Canonical(member.Value)))),
        _ => node?.DeepClone(),
    };
}
