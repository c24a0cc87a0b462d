using Slipway.Sites;

namespace Slipway.Doctor;

/// <summary>Judges whether the buckets of sites keep what is in them, and show it to their distributions alone.</summary>
internal static class SiteBucketCheck
{
    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        foreach (var site in subject.Application.Sites)
        {
            var place = subject.Infrastructure.Sites[site.Name];
            // One that is not there is a finding of its own.
            if (!seen.Infrastructure.Buckets[place.Bucket].Is(out var there) || there is null)
                continue;

            var (bucket, resource) = (seen.Buckets[place.Bucket], $"bucket {place.Bucket}");
            CheckAccess(findings, place, bucket, seen, resource);
            CheckExpiry(findings, site, bucket, resource);
            CheckVersions(findings, site, bucket, seen, resource);
        }
    }

    private static void CheckAccess(CheckupFindings findings, SiteInfrastructure place, BucketSettingsSeen bucket, CheckupObservation seen, string resource)
    {
        if (findings.Answered(bucket.BlocksPublicAccess, $"public access to {place.Bucket}", out var blocks) && !blocks)
        {
            findings.Add(
                CheckKind.BucketPublic, resource, "public access is not blocked: a policy or an access list could show it to the world",
                $"aws s3api put-public-access-block --bucket {place.Bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true");
        }

        if (!seen.Infrastructure.Distributions[place.Distribution].Is(out var distribution) || distribution is null || distribution.Origins.FirstOrDefault(origin => origin.IsBucket(place.Bucket)) is not { } origin)
            return;

        if (origin.IsWebsite)
        {
            findings.Add(
                CheckKind.BucketPolicy, resource, $"distribution {distribution.Id} reads it through its website endpoint, which anybody may read and origin access control cannot sign for",
                "name the bucket itself as the origin, with an origin access control, and lead paths to pages by a viewer-request function");
        }
        else if (!origin.IsSigned)
        {
            findings.Add(CheckKind.BucketPolicy, resource, $"distribution {distribution.Id} reads it unsigned, so that only a public bucket would answer", "give the origin an origin access control");
        }
        else if (findings.Answered(bucket.Policy, $"the policy of {place.Bucket}", out var policy) && !OriginStatement.Allows(policy, distribution.Id))
        {
            findings.Add(
                CheckKind.BucketPolicy, resource, policy is null ? $"it has no policy that lets distribution {distribution.Id} read it" : $"its policy does not let distribution {distribution.Id} read it (s3:GetObject)",
                $"allow s3:GetObject and s3:ListBucket to the service cloudfront.amazonaws.com where AWS:SourceArn is the distribution {distribution.Id}");
        }
    }

    private static void CheckExpiry(CheckupFindings findings, StaticSite site, BucketSettingsSeen bucket, string resource)
    {
        if (!findings.Answered(bucket.Expiry, $"the lifecycle of {resource}", out var rules))
            return;

        var folder = SiteFolder.KeyPrefix(site);
        // Slipway tags no files.
        foreach (var rule in rules.Where(rule => !rule.OnlyTagged && (folder.StartsWith(rule.Prefix, StringComparison.Ordinal) || rule.Prefix.StartsWith(folder, StringComparison.Ordinal))))
        {
            findings.Add(
                CheckKind.BucketExpires, resource,
                $"its lifecycle rule {rule.Name} deletes {(rule.Prefix.Length == 0 ? "every file" : $"what begins with {rule.Prefix}")} {rule.When}: files of site {site.Name} that have not changed since, and are live, go with it",
                "remove the rule's Expiration, or disable it; Slipway itself removes what no release that can be gone back to needs (Retention), and a rule for noncurrent versions is harmless");
        }
    }

    private static void CheckVersions(CheckupFindings findings, StaticSite site, BucketSettingsSeen bucket, CheckupObservation seen, string resource)
    {
        // What Slipway publishes it can bring back: the files of earlier releases stay, and what is overwritten is copied away first.
        if (!seen.Sites[site.Name].Is(out var state) || state.Release is not null || !findings.Answered(bucket.IsVersioned, $"the versioning of {resource}", out var versioned) || versioned)
            return;

        findings.Add(
            CheckKind.BucketUnversioned, resource, $"it keeps no versions, and no release of site {site.Name} by Slipway is in it: what is overwritten or deleted there is gone",
            $"aws s3api put-bucket-versioning --bucket {resource["bucket ".Length..]} --versioning-configuration Status=Enabled; with the first release, Slipway keeps what it replaces");
    }
}
