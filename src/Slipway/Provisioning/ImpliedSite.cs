namespace Slipway.Provisioning;

/// <summary>A site whose bucket and distribution a definition implies.</summary>
/// <param name="Name">The definition's name.</param>
/// <param name="Id">What bucket, distribution, origin access control and function are named after.</param>
/// <param name="ServicePaths">Path patterns that the distribution sends to the load balancer; <c>*</c>: all that has no other behavior.</param>
internal sealed record ImpliedSite(string Name, string Id, string Prefix, SiteRouting Routing, IReadOnlyList<string> ServicePaths)
{
    public static ImpliedSite Of(Application application, StaticSite site, string prefix) => new(
        site.Name, $"{prefix}-{site.Name}", site.Prefix, site.Routing,
        [.. application.Services.Where(service => service.Route?.Site == site.Name).SelectMany(service => service.Route!.Paths is { Count: > 0 } paths ? paths : ["*"])]);

    /// <summary>Whether viewers see it in its folder, beside the pages of a service: it has no address of its own.</summary>
    public bool IsAssets => Routing == SiteRouting.Assets;

    public string Bucket(DeployEnvironment environment) => $"{Id}-{environment.Account}";

    /// <summary>What the distribution asks the bucket for where somebody asks for <c>/</c>; empty: for nothing.</summary>
    public string DefaultRootObject => IsAssets ? "" : "index.html";

    /// <summary>What the distribution puts before each path when it asks the bucket; empty: nothing.</summary>
    public string OriginPath => Prefix.Length == 0 || IsAssets ? "" : $"/{Prefix}";

    /// <summary>The distribution's behaviors in the order in which they are tried; the last is its default one.</summary>
    /// <param name="hasServices">Whether services share the distribution.</param>
    public IReadOnlyList<ImpliedBehavior> Behaviors(bool hasServices)
    {
        var paths = hasServices ? ServicePaths : [];
        List<ImpliedBehavior> behaviors = [.. paths.Where(path => path != ImpliedBehavior.Everything).Select(path => new ImpliedBehavior(path, IsService: true))];
        if (IsAssets && Prefix.Length > 0)
            behaviors.Insert(0, new ImpliedBehavior($"/{Prefix}/*", IsService: false));

        behaviors.Add(new ImpliedBehavior(ImpliedBehavior.Everything, paths.Contains(ImpliedBehavior.Everything)));
        return behaviors;
    }
}

/// <summary>Where a distribution sends requests whose path matches.</summary>
/// <param name="IsService">Whether to the load balancer, where nothing is cached and every header and method goes on; else to the site's bucket.</param>
internal sealed record ImpliedBehavior(string Path, bool IsService)
{
    /// <summary>The path pattern of the default behavior.</summary>
    public const string Everything = "*";
}
