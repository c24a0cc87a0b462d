using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>The bucket that actions hand each other things through: encrypted, private, and emptied after a month.</summary>
internal static class ArtifactResources
{
    public const string Bucket = "Artifacts";

    private const int Days = 30;

    public static IEnumerable<(string Name, JsonObject Resource)> Write() => [(Bucket, BucketResource()), ("ArtifactsPolicy", Policy())];

    private static JsonObject BucketResource() => new()
    {
        ["Type"] = "AWS::S3::Bucket",
        // A bucket that is not empty cannot be deleted, which would keep the whole stack from it.
        ["DeletionPolicy"] = "Retain",
        ["UpdateReplacePolicy"] = "Retain",
        ["Properties"] = new JsonObject
        {
            ["BucketEncryption"] = new JsonObject
            {
                ["ServerSideEncryptionConfiguration"] = new JsonArray(new JsonObject { ["ServerSideEncryptionByDefault"] = new JsonObject { ["SSEAlgorithm"] = "aws:kms" }, ["BucketKeyEnabled"] = true }),
            },
            ["OwnershipControls"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = "BucketOwnerEnforced" }) },
            ["PublicAccessBlockConfiguration"] = new JsonObject
            {
                ["BlockPublicAcls"] = true,
                ["BlockPublicPolicy"] = true,
                ["IgnorePublicAcls"] = true,
                ["RestrictPublicBuckets"] = true,
            },
            ["VersioningConfiguration"] = new JsonObject { ["Status"] = "Enabled" },
            ["LifecycleConfiguration"] = new JsonObject
            {
                ["Rules"] = new JsonArray(new JsonObject
                {
                    ["Id"] = "Forget",
                    ["Status"] = "Enabled",
                    ["ExpirationInDays"] = Days,
                    ["NoncurrentVersionExpiration"] = new JsonObject { ["NoncurrentDays"] = 1 },
                    ["AbortIncompleteMultipartUpload"] = new JsonObject { ["DaysAfterInitiation"] = 1 },
                }),
            },
        },
    };

    private static JsonObject Policy() => new()
    {
        ["Type"] = "AWS::S3::BucketPolicy",
        ["Properties"] = new JsonObject
        {
            ["Bucket"] = Intrinsic.Ref(Bucket),
            ["PolicyDocument"] = Policies.Document(new JsonObject
            {
                ["Sid"] = "OnlyEncryptedOnTheWay",
                ["Effect"] = "Deny",
                ["Principal"] = "*",
                ["Action"] = "s3:*",
                ["Resource"] = new JsonArray(Intrinsic.Get(Bucket, "Arn"), Intrinsic.Sub($"${{{Bucket}.Arn}}/*")),
                ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
            }),
        },
    };
}
