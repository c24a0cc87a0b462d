using Slipway.Sites;

namespace Slipway.Infrastructures;

/// <summary>Judges whether sites can be published where they are to live.</summary>
internal static class SiteCheck
{
    public static void Of(Findings findings, Application application, DeployEnvironment environment, Infrastructure infrastructure, InfrastructureObservation seen)
    {
        foreach (var site in application.Sites)
        {
            var place = infrastructure.Sites[site.Name];
            BucketCheck.Of(findings, seen.Buckets[place.Bucket], place.Bucket, environment, $"the bucket of {site.Name}", findings.Where("Sites"), "create it, or correct its name");
            if (findings.Answered(seen.Distributions[place.Distribution], $"the distribution {place.Distribution}", out var distribution))
                CheckDistribution(findings, application, site, environment, place, distribution);
        }
    }

    private static void CheckDistribution(
        Findings findings, Application application, StaticSite site, DeployEnvironment environment, SiteInfrastructure place, DistributionFacts? distribution)
    {
        if (distribution is null)
        {
            findings.Add("Sites", $"the distribution {place.Distribution} of {site.Name} does not exist in account {environment.Account}", "create it, or correct its id");
            return;
        }

        foreach (var found in SiteFindings.Of(site, application.Services.Select(service => service.Route).OfType<Route>(), distribution, place))
        {
            var about = findings.On(found.IsOfService ? Topic.SitePaths : Topic.Site);
            if (found.IsError)
                about.Add("Sites", found.Seen, found.Try);
            else
                about.Note(found.Seen, found.Try);
        }
    }
}

/// <summary>Judges whether a bucket is there and the environment's own.</summary>
internal static class BucketCheck
{
    public static void Of(Findings findings, Answer<Bucket?> answer, string name, DeployEnvironment environment, string what, string where, string create)
    {
        if (!findings.Answered(answer, $"{what}, {name}", out var bucket))
            return;

        if (bucket is null)
            findings.AddElsewhere(where, $"{what}, {name}, does not exist", create);
        else if (!bucket.IsOwn)
            findings.AddElsewhere(where, $"{what}, {name}, belongs to another account than {environment.Account}", "name a bucket of this account");
        else if (bucket.Region != environment.Region)
            findings.AddElsewhere(where, $"{what}, {name}, is in {bucket.Region}, the environment is in {environment.Region}", $"create one in {environment.Region}, or correct its name");
    }
}
