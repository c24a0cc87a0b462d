using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>What S3 tells in an error beside its code and its message.</summary>
internal static class S3ErrorDetails
{
    public static IEnumerable<(string Name, string? Value)> Of(AwsError error, S3Target target, Buckets buckets) => error.Code switch
    {
        "NoSuchKey" or "NoSuchVersion" => [("Key", target.Key), Resource(target)],
        "NoSuchBucket" or "BucketAlreadyExists" or "BucketAlreadyOwnedByYou" or "BucketNotEmpty" or "NoSuchBucketPolicy" or "InvalidBucketName" => [("BucketName", target.Bucket), Resource(target)],
        S3Regions.Wrong => [("Region", buckets.Find(target.Bucket ?? "")?.Settings.Region)],
        _ => [Resource(target)],
    };

    private static (string, string) Resource(S3Target target) => ("Resource", $"/{target.Bucket}{(target.Key is null ? "" : $"/{target.Key}")}");
}
