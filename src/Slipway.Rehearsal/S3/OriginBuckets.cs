using System.Globalization;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>Reads for CloudFront: the bucket's policy alone decides, as for every service.</summary>
internal sealed class OriginBuckets(Buckets buckets, TimeProvider clock) : IOriginBuckets
{
    /// <inheritdoc/>
    public OriginAnswer Get(string bucket, string key, string? distribution, string? noneMatch)
    {
        try
        {
            return Read(buckets.Known(bucket), key, distribution, noneMatch);
        }
        catch (AwsError error)
        {
            return Refusal(error, new S3Target(bucket, key));
        }
    }

    private OriginAnswer Read(Bucket bucket, string key, string? distribution, string? noneMatch)
    {
        var question = Question(bucket.Settings, key, distribution);
        if (!Access.Allows(bucket, question))
            throw S3Refusals.AccessDenied();

        if (bucket.Read(index => index.Current(key)) is not { Object: { } stored } version)
            throw Access.AllowsToMiss(bucket, question) ? S3Refusals.NoSuchKey() : S3Refusals.AccessDenied();

        var headers = Identified(ObjectHeaders.Answer(version, stored, bucket.Settings));
        if (noneMatch is not null && ETag.Matches(noneMatch, stored.ETag))
            return new OriginAnswer(304, headers, () => Stream.Null);

        headers["Content-Length"] = stored.Content.Size.ToString(CultureInfo.InvariantCulture);
        return new OriginAnswer(200, headers, () => buckets.Blobs.Open(stored.Content));
    }

    private PolicyQuestion Question(BucketSettings bucket, string key, string? distribution)
    {
        var context = Access.Context(clock.GetUtcNow());
        if (distribution is null)
            return new PolicyQuestion(new Requester(null), "s3:GetObject", $"{bucket.Arn}/{key}", context);

        context["aws:sourcearn"] = distribution;
        context["aws:sourceaccount"] = distribution.Split(':').ElementAtOrDefault(4) ?? "";
        return new PolicyQuestion(new Requester(null, "cloudfront.amazonaws.com"), "s3:GetObject", $"{bucket.Arn}/{key}", context);
    }

    private OriginAnswer Refusal(AwsError error, S3Target target)
    {
        var headers = Identified(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        var xml = S3Xml.Error(error.Code, error.Message, S3ErrorDetails.Of(error, target, buckets), headers["x-amz-request-id"]);
        headers["Content-Type"] = "application/xml";
        headers["Content-Length"] = xml.Length.ToString(CultureInfo.InvariantCulture);
        return new OriginAnswer((int)error.Status, headers, () => new MemoryStream(xml, writable: false));
    }

    private static Dictionary<string, string> Identified(Dictionary<string, string> headers)
    {
        headers["x-amz-request-id"] = Guid.NewGuid().ToString("N")[..16].ToUpperInvariant();
        return headers;
    }
}
