using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Aws;
using Slipway.Infrastructures;

namespace Slipway.Doctor;

/// <summary>How buckets of S3 are set up.</summary>
internal sealed class AwsBucketSettings(AwsBucketReads reads) : IBucketSettings
{
    /// <inheritdoc/>
    public async Task<BucketSettingsSeen> Read(string bucket, CancellationToken ct)
    {
        var blocks = AwsAnswers.Ask(() => reads.BlocksPublicAccess(bucket, ct));
        var policy = AwsAnswers.Ask(() => reads.Policy(bucket, ct));
        var versioned = AwsAnswers.Ask(() => reads.IsVersioned(bucket, ct));
        var expiry = AwsAnswers.Ask<IReadOnlyList<ExpiryRule>>(async () => [.. (await reads.Lifecycle(bucket, ct)).Where(DeletesCurrent).Select(Read)]);
        return new BucketSettingsSeen { BlocksPublicAccess = await blocks, Policy = await policy, IsVersioned = await versioned, Expiry = await expiry };
    }

    private static bool DeletesCurrent(LifecycleRule rule) =>
        rule.Status == LifecycleRuleStatus.Enabled && rule.Expiration is { } expiration && (expiration.Days > 0 || expiration.Date is not null);

    private static ExpiryRule Read(LifecycleRule rule)
    {
        var conditions = Conditions(rule.Filter?.LifecycleFilterPredicate).ToList();
#pragma warning disable CS0618 // Rules from before there were filters still have their prefix here.
        var prefix = conditions.OfType<LifecyclePrefixPredicate>().Select(one => one.Prefix).FirstOrDefault() ?? rule.Prefix ?? "";
#pragma warning restore CS0618
        var when = rule.Expiration.Days is > 0 and var days ? $"{days} days after it was written" : $"on {rule.Expiration.Date:yyyy-MM-dd}";
        return new ExpiryRule(string.IsNullOrEmpty(rule.Id) ? "without a name" : rule.Id, prefix, when, conditions.OfType<LifecycleTagPredicate>().Any());
    }

    private static IEnumerable<LifecycleFilterPredicate> Conditions(LifecycleFilterPredicate? predicate) => predicate switch
    {
        null => [],
        LifecycleAndOperator several => several.Operands.SelectMany(Conditions),
        var one => [one],
    };
}
