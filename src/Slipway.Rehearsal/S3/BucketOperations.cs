using System.Net;
using System.Security.Cryptography;
using System.Text;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>Buckets, their versioning and their policies.</summary>
internal sealed class BucketOperations(Buckets buckets)
{
    public Task List(S3Call call)
    {
        var (prefix, after, size) = (call.Query("prefix") ?? "", call.Query("continuation-token"), call.Count("max-buckets", 10_000));
        var own = buckets.All()
            .Where(bucket => bucket.Account == call.Caller.Account && bucket.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(bucket => call.Query("bucket-region") is not { } region || bucket.Region == region)
            .Where(bucket => after is null || string.CompareOrdinal(bucket.Name, after) > 0)
            .ToList();

        return call.Write("ListAllMyBucketsResult", writer =>
        {
            writer.Nested("Buckets", _ =>
            {
                foreach (var bucket in own.Take(size))
                {
                    writer.Nested("Bucket", _ =>
                    {
                        writer.WriteElementString("Name", bucket.Name);
                        writer.Element("CreationDate", bucket.CreatedAt);
                        writer.WriteElementString("BucketRegion", bucket.Region);
                    });
                }
            });
            writer.Nested("Owner", _ => writer.WriteElementString("ID", OwnerId(call.Caller.Account)));
            writer.Optional("ContinuationToken", own.Count > size ? own[size - 1].Name : null);
        });
    }

    public async Task Create(S3Call call, CancellationToken ct)
    {
        if (call.Header("x-amz-bucket-object-lock-enabled") is not (null or "false" or "False"))
            throw S3Refusals.NotImplemented("object lock");

        var body = await Payload.Document(call.Request, buckets.Blobs, ct);
        var constraint = body.Length == 0 ? null : S3Xml.Parse(body, "CreateBucketConfiguration").Text("LocationConstraint");
        var region = Region(constraint, call.Caller.Region);
        var settings = new BucketSettings(call.Target.Bucket!, call.Caller.Account, region, call.Now) { Documents = BucketDocument.Defaults };
        if (call.Header("x-amz-object-ownership") is { } ownership)
            settings = settings.With("ownershipControls", BucketDocument.Ownership(ownership));

        buckets.Create(settings);
        call.Response.Headers.Location = $"/{settings.Name}";
        await call.Empty(200);
    }

    public Task Delete(S3Call call, Bucket bucket, CancellationToken ct)
    {
        buckets.Delete(bucket.Settings.Name);
        return call.Empty(204);
    }

    public static Task Head(S3Call call, Bucket bucket, CancellationToken ct)
    {
        call.Response.Headers[S3Regions.Header] = bucket.Settings.Region;
        call.Response.Headers["x-amz-access-point-alias"] = "false";
        return call.Empty(200);
    }

    /// <summary>Of us-east-1 it tells nothing, as it did when there was no other.</summary>
    public static Task GetLocation(S3Call call, Bucket bucket, CancellationToken ct) =>
        call.Write("LocationConstraint", writer => writer.WriteString(bucket.Settings.Region == "us-east-1" ? "" : bucket.Settings.Region));

    public static Task GetVersioning(S3Call call, Bucket bucket, CancellationToken ct) =>
        call.Write("VersioningConfiguration", writer => writer.Optional("Status", bucket.Settings.Versioning));

    public async Task PutVersioning(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var configuration = S3Xml.Parse(await Payload.Document(call.Request, buckets.Blobs, ct), "VersioningConfiguration");
        var status = configuration.Text("Status");
        if (status is not (BucketSettings.Enabled or BucketSettings.Suspended))
            throw new AwsError("IllegalVersioningConfigurationException", "The Versioning element must be specified");

        if (configuration.Text("MfaDelete") == "Enabled")
            throw S3Refusals.NotImplemented("MFA delete");

        bucket.Change(settings => settings with { Versioning = status });
        await call.Empty(200);
    }

    public static Task GetPolicy(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var policy = Encoding.UTF8.GetBytes(bucket.Settings.Policy ?? throw NoPolicy());
        call.Response.ContentType = "application/json";
        call.Response.ContentLength = policy.Length;
        return call.Response.Body.WriteAsync(policy, ct).AsTask();
    }

    public static Task GetPolicyStatus(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var policy = bucket.Policy ?? throw NoPolicy();
        return call.Write("PolicyStatus", writer => writer.Element("IsPublic", policy.IsPublic));
    }

    public async Task PutPolicy(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var text = Encoding.UTF8.GetString(await Payload.Document(call.Request, buckets.Blobs, ct));
        bucket.Change(settings =>
        {
            var policy = BucketPolicyText.Parse(text, settings);
            if (policy.IsPublic && PublicAccessBlock.Of(settings).BlockPublicPolicy)
            {
                throw S3Refusals.AccessDenied(
                    $"User: arn:aws:iam::{call.Caller.Account}:root is not authorized to perform: s3:PutBucketPolicy on resource: \"{settings.Arn}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.");
            }

            return settings with { Policy = text };
        });
        await call.Empty(204);
    }

    public static Task DeletePolicy(S3Call call, Bucket bucket, CancellationToken ct)
    {
        bucket.Change(settings => settings with { Policy = null });
        return call.Empty(204);
    }

    /// <summary>The canonical user id of an account: any text that is its own.</summary>
    public static string OwnerId(string account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)));

    private static AwsError NoPolicy() => new("NoSuchBucketPolicy", "The bucket policy does not exist", HttpStatusCode.NotFound);

    /// <summary>us-east-1 takes any region that is named to it, all others only themselves.</summary>
    private static string Region(string? constraint, string signed) => (constraint, signed) switch
    {
        (null or "", "us-east-1") => signed,
        (null or "", _) => throw new AwsError("IllegalLocationConstraintException", "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to."),
        ("us-east-1", "us-east-1") => throw new AwsError("InvalidLocationConstraint", "The specified location-constraint is not valid"),
        ("EU", "us-east-1" or "eu-west-1") => "eu-west-1",
        (_, "us-east-1") => constraint,
        _ when constraint == signed => constraint,
        _ => throw new AwsError("IllegalLocationConstraintException", $"The {constraint} location constraint is incompatible for the region specific endpoint this request was sent to."),
    };
}
