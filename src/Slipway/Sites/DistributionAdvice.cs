namespace Slipway.Sites;

/// <summary>What to change in a distribution so that an address answers as it should.</summary>
internal sealed class DistributionAdvice(SitePlan plan, Uri address)
{
    /// <summary>A page loads what nobody has.</summary>
    public const string NotOurs = "let the build make the file, or correct the page; where a service or another site has it, that path needs a behavior of its own";

    private string Behavior => $"behavior {plan.Distribution.BehaviorOf(Uri.UnescapeDataString(address.AbsolutePath))?.Path ?? "*"}";

    private string Home => plan.Home;

    /// <summary>A file is there and is not given out.</summary>
    public string Readable => $"{Behavior} must lead to s3://{plan.Place.Bucket}, and the bucket's policy must let the distribution's origin access control read it (s3:GetObject)";

    public string LeadHome => Home == "/"
        ? $"set DefaultRootObject to index.html, or associate a viewer-request function with {Behavior}; and {Readable}"
        : $"associate a viewer-request function with {Behavior} that leads {Home} to {Home}index.html; and {Readable}";

    public string LeadDeepLinks =>
        $"associate a viewer-request function with {Behavior} that leads paths without a dot to {Home}index.html; where custom error responses do it, 403 is needed beside 404: a bucket that may not be listed answers 403";

    public string KeepForTabs => $"tabs of release {plan.Previous} still ask for it: something else than Slipway deletes from s3://{plan.Place.Bucket}, or {Behavior} has no way to it";

    /// <summary>What is no page is answered with one.</summary>
    public string LeaveFilesAlone => $"the function of {Behavior} must leave paths alone whose last part has a dot, and no custom error response may show a page for 403 or 404";

    public string ReplaceErrorPages => $"let a viewer-request function of {Behavior} lead paths without a dot to {Home}index.html, and remove the custom error responses for 403 and 404";

    public string OldCopy => $"{Behavior} gives out something else than s3://{plan.Place.Bucket} has: check its origin and origin path, its functions, and that its cache policy has no minimum TTL";

    public string Headers(string name) => $"{name} is changed on the way: take it out of the response headers policy or the function of {Behavior}";

    public static string LeadToService(string pattern) => $"behavior {pattern} must lead to the load balancer, and no custom error response may show a page for 403 or 404";
}
