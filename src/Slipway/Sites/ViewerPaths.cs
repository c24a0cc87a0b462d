namespace Slipway.Sites;

/// <summary>The paths under which viewers get the objects of a site.</summary>
/// <param name="OriginPath">The folder of the bucket that the distribution puts before every path; empty: none.</param>
internal sealed record ViewerPaths(string OriginPath)
{
    /// <summary>The path of an object; unescaped.</summary>
    public string Of(string key) => $"/{key}" is var path && OriginPath.Length > 0 && path.StartsWith($"{OriginPath}/", StringComparison.Ordinal)
        ? path[OriginPath.Length..]
        : path;

    /// <summary>The keys whose objects have a path; unescaped, that in the folder first.</summary>
    public IEnumerable<string> KeysOf(string path) => new[] { $"{OriginPath}{path}"[1..], path[1..] }.Where(key => Of(key) == path);

    /// <summary>The path of the site's first page: its folder.</summary>
    public string Home(StaticSite site) => Of($"{SiteFolder.KeyPrefix(site)}index.html")[..^"index.html".Length];
}
