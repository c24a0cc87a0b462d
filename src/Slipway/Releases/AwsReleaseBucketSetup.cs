using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Aws;

namespace Slipway.Releases;

/// <summary>Sets the release bucket up in S3.</summary>
internal sealed class AwsReleaseBucketSetup(IAmazonS3 s3, DeployEnvironment environment) : IReleaseBucketSetup
{
    private readonly AwsBucketReads _reads = new(s3, environment.Account);

    private string Account => environment.Account;

    public async Task<ReleaseBucketSettings?> Read(string bucket, CancellationToken ct)
    {
        if (!await Exists(bucket, ct))
            return null;

        var versioned = _reads.IsVersioned(bucket, ct);
        var blocked = _reads.BlocksPublicAccess(bucket, ct);
        var encryption = AwsBucketReads.Find("s3:GetEncryptionConfiguration", () => s3.GetBucketEncryptionAsync(new() { BucketName = bucket, ExpectedBucketOwner = Account }, ct));
        var ownership = AwsBucketReads.Find("s3:GetBucketOwnershipControls", () => s3.GetBucketOwnershipControlsAsync(new() { BucketName = bucket, ExpectedBucketOwner = Account }, ct));
        var lifecycle = _reads.Lifecycle(bucket, ct);
        var policy = _reads.Policy(bucket, ct);
        var tags = AwsBucketReads.Find("s3:GetBucketTagging", () => s3.GetBucketTaggingAsync(new() { BucketName = bucket, ExpectedBucketOwner = Account }, ct));
        return new ReleaseBucketSettings
        {
            IsVersioned = await versioned,
            BlocksPublicAccess = await blocked,
            IsEncrypted = (await encryption)?.ServerSideEncryptionConfiguration?.ServerSideEncryptionRules is { Count: > 0 },
            EnforcesOwnership = (await ownership)?.OwnershipControls?.Rules?.Any(rule => rule.ObjectOwnership == ObjectOwnership.BucketOwnerEnforced) == true,
            CleansUp = (await lifecycle).Any(IsOurs),
            Policy = await policy,
            Tags = ((await tags)?.TagSet ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal),
        };
    }

    public Task Create(string bucket, CancellationToken ct) => Call("s3:CreateBucket", async () =>
    {
        try
        {
            // The client knows no region of its own where AWS_ENDPOINT_URL names the endpoint. S3 takes us-east-1 only unsaid.
            var region = environment.Region == "us-east-1" ? null : environment.Region;
            return await s3.PutBucketAsync(
                new PutBucketRequest { BucketName = bucket, ObjectOwnership = ObjectOwnership.BucketOwnerEnforced, BucketRegionName = region, UseClientRegion = false }, ct);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "BucketAlreadyOwnedByYou")
        {
            // Somebody else's run made it since the look.
            return null;
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "BucketAlreadyExists")
        {
            throw NotOurs(bucket, "another account has a bucket of that name", exception);
        }
    });

    public Task KeepVersions(string bucket, CancellationToken ct) => Call("s3:PutBucketVersioning", () => s3.PutBucketVersioningAsync(
        new() { BucketName = bucket, ExpectedBucketOwner = Account, VersioningConfig = new() { Status = VersionStatus.Enabled } }, ct));

    public Task BlockPublicAccess(string bucket, CancellationToken ct) => Call("s3:PutBucketPublicAccessBlock", () => s3.PutPublicAccessBlockAsync(
        new()
        {
            BucketName = bucket,
            ExpectedBucketOwner = Account,
            PublicAccessBlockConfiguration = new() { BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = true, RestrictPublicBuckets = true },
        },
        ct));

    public Task Encrypt(string bucket, CancellationToken ct) => Call("s3:PutEncryptionConfiguration", () => s3.PutBucketEncryptionAsync(
        new()
        {
            BucketName = bucket,
            ExpectedBucketOwner = Account,
            ServerSideEncryptionConfiguration = new()
            {
                ServerSideEncryptionRules = [new() { ServerSideEncryptionByDefault = new() { ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AES256 } }],
            },
        },
        ct));

    public Task EnforceOwnership(string bucket, CancellationToken ct) => Call("s3:PutBucketOwnershipControls", () => s3.PutBucketOwnershipControlsAsync(
        new() { BucketName = bucket, ExpectedBucketOwner = Account, OwnershipControls = new() { Rules = [new() { ObjectOwnership = ObjectOwnership.BucketOwnerEnforced }] } }, ct));

    public async Task CleanUp(string bucket, CancellationToken ct)
    {
        var others = (await _reads.Lifecycle(bucket, ct)).Where(rule => rule.Id != ReleaseBucketSettings.LifecycleRule);
        await Call("s3:PutLifecycleConfiguration", () => s3.PutLifecycleConfigurationAsync(
            new() { BucketName = bucket, ExpectedBucketOwner = Account, Configuration = new() { Rules = [.. others, Rule()] } }, ct));
    }

    public Task SetPolicy(string bucket, string policy, CancellationToken ct) => Call("s3:PutBucketPolicy", () => s3.PutBucketPolicyAsync(
        new() { BucketName = bucket, ExpectedBucketOwner = Account, Policy = policy }, ct));

    public Task SetTags(string bucket, IReadOnlyDictionary<string, string> tags, CancellationToken ct) => Call("s3:PutBucketTagging", () => s3.PutBucketTaggingAsync(
        new()
        {
            BucketName = bucket,
            ExpectedBucketOwner = Account,
            TagSet = [.. tags.Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal)).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
        },
        ct));

    // The marker that a deleted lock leaves has no age of its own to expire by, so it is named beside the versions.
    private static LifecycleRule Rule() => new()
    {
        Id = ReleaseBucketSettings.LifecycleRule,
        Status = LifecycleRuleStatus.Enabled,
        Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "" } },
        NoncurrentVersionExpiration = new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = ReleaseBucketSettings.OldVersionDays },
        AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = 1 },
        Expiration = new LifecycleRuleExpiration { ExpiredObjectDeleteMarker = true },
    };

    private static bool IsOurs(LifecycleRule rule) =>
        rule.Id == ReleaseBucketSettings.LifecycleRule
        && rule.Status == LifecycleRuleStatus.Enabled
        && rule.NoncurrentVersionExpiration?.NoncurrentDays == ReleaseBucketSettings.OldVersionDays
        && rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation == 1
        && rule.Expiration?.ExpiredObjectDeleteMarker == true;

    private static async Task Call<T>(string operation, Func<Task<T>> call) => await AwsFailures.Translate(operation, call);

    private Task<bool> Exists(string bucket, CancellationToken ct) => AwsFailures.Translate("s3:ListBucket", async () =>
    {
        try
        {
            await s3.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket, ExpectedBucketOwner = Account }, ct);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.Forbidden)
        {
            throw NotOurs(bucket, "it is another account's, or s3:ListBucket is not allowed to the caller", exception);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.BadRequest)
        {
            throw NotOurs(bucket, $"it is not in {environment.Region}", exception);
        }
    });

    private DeployException NotOurs(string bucket, string reason, Exception inner) => new(
        $"""
         The bucket {bucket} cannot be the release bucket of {environment}. Nothing was changed.
           reason  {reason}
           try     give the environment a ReleaseBucket of another name
         """,
        Verdict.Refused, inner);
}
