using System.Globalization;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>
/// Who may do what. The account that owns a bucket may do everything that the bucket's policy does not deny; others only what it
/// allows. A caller in a role whose policy is enforced needs to be allowed by that, too.
/// </summary>
internal static class Access
{
    /// <exception cref="AwsError">AccessDenied.</exception>
    public static void Demand(Bucket bucket, PolicyQuestion question)
    {
        if (!Allows(bucket, question))
            throw S3Refusals.AccessDenied(question.Requester.Account is null ? "Access Denied" : $"User: {question.Context["aws:principalarn"]} is not authorized to perform: {question.Action} on resource: \"{question.Resource}\"");
    }

    public static bool Allows(Bucket bucket, PolicyQuestion question)
    {
        var settings = bucket.Settings;
        if (question.Requester.Role is { } role && !role.Allows(question.Action, question.Resource, Owned(question.Context, settings)))
            return false;

        var isOwner = question.Requester.Account == settings.Account;
        // Not even a policy that denies everything takes the owner the means to replace it.
        if (isOwner && question.Action is "s3:PutBucketPolicy" or "s3:GetBucketPolicy" or "s3:DeleteBucketPolicy")
            return true;

        return (bucket.Policy?.Judge(question) ?? PolicyEffect.None) switch
        {
            PolicyEffect.Deny => false,
            PolicyEffect.Allow => isOwner || question.Requester.Service is not null || !IsRestricted(bucket, settings),
            _ => isOwner,
        };
    }

    /// <summary>Whether a key that is not there is told as such; otherwise the answer is 403.</summary>
    public static bool AllowsToMiss(Bucket bucket, PolicyQuestion question) =>
        Allows(bucket, question with { Action = "s3:ListBucket", Resource = bucket.Settings.Arn });

    /// <summary>What the conditions of a policy may ask of a request that came over HTTP.</summary>
    public static Dictionary<string, string> Context(DateTimeOffset now) => new(StringComparer.Ordinal)
    {
        // The rehearsal stands for a cloud that is reached over TLS.
        ["aws:securetransport"] = "true",
        ["aws:sourceip"] = "127.0.0.1",
        ["aws:currenttime"] = now.ToString("O", CultureInfo.InvariantCulture),
        ["aws:epochtime"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        ["s3:tlsversion"] = "1.3",
    };

    private static Dictionary<string, string> Owned(IReadOnlyDictionary<string, string> context, BucketSettings bucket) =>
        new(context, StringComparer.Ordinal) { ["aws:resourceaccount"] = bucket.Account };

    /// <summary>RestrictPublicBuckets: a public policy lets in nobody but the owner and AWS's services.</summary>
    private static bool IsRestricted(Bucket bucket, BucketSettings settings) =>
        bucket.Policy is { IsPublic: true } && PublicAccessBlock.Of(settings).RestrictPublicBuckets;
}
