namespace Slipway.Sites;

/// <summary>An object that is not any more what a plan saw.</summary>
internal static class MovedObject
{
    public static DeployException Of(SitePlan plan, string key) => new(
        $"""
         {key} of site {plan.Site.Name} was changed by somebody else while it was being published.
           bucket  {plan.Place.Bucket}
           try     find out who writes to the bucket, then deploy again: the next run knows what this one had begun
         """,
        Verdict.Superseded);
}
