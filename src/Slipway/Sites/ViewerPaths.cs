using System.Text;

namespace Slipway.Sites;

/// <summary>The paths under which viewers get the objects of a site.</summary>
/// <param name="OriginPath">The folder of the bucket that the distribution puts before every path; empty: none.</param>
internal sealed record ViewerPaths(string OriginPath)
{
    /// <summary>Paths of one invalidation above which it names the whole site. CloudFront takes 3000 at a time, and bills beyond 1000 a month.</summary>
    public const int MostPaths = 30;

    // RFC 1738's unsafe characters, which CloudFront wants encoded. It wants nothing else encoded: a path with a needless escape invalidates nothing.
    private const string Unsafe = " <>\"#%{}|\\^~[]`";

    /// <summary>The path of an object; unescaped.</summary>
    public string Of(string key) => $"/{key}" is var path && OriginPath.Length > 0 && path.StartsWith($"{OriginPath}/", StringComparison.Ordinal)
        ? path[OriginPath.Length..]
        : path;

    /// <summary>The path of the site's first page: its folder.</summary>
    public string Home(StaticSite site) => Of($"{SiteFolder.KeyPrefix(site)}index.html")[..^"index.html".Length];

    /// <summary>
    /// What has to be invalidated when the objects called <paramref name="keys"/> changed, escaped and in ordinal order. A folder's page is cached under
    /// every path that leads to it, unless a function rewrites them before the cache is asked.
    /// </summary>
    public IReadOnlyList<string> Stale(StaticSite site, IEnumerable<string> keys)
    {
        var paths = keys.Select(Of).SelectMany(Variants).Select(Escape).ToHashSet(StringComparer.Ordinal);
        return paths.Count > MostPaths ? [$"{Escape(Home(site))}*"] : [.. paths.Order(StringComparer.Ordinal)];
    }

    /// <summary>Both sets together, as one invalidation.</summary>
    public IReadOnlyList<string> Join(StaticSite site, IReadOnlyList<string> owed, IReadOnlyList<string> stale)
    {
        var paths = owed.Concat(stale).ToHashSet(StringComparer.Ordinal);
        var all = paths.Where(path => path.EndsWith('*')).ToList();
        paths.RemoveWhere(path => all.Any(wildcard => path != wildcard && path.StartsWith(wildcard[..^1], StringComparison.Ordinal)));
        return paths.Count > MostPaths ? [$"{Escape(Home(site))}*"] : [.. paths.Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Variants(string path)
    {
        yield return path;
        if (!path.EndsWith("/index.html", StringComparison.Ordinal))
            yield break;

        var folder = path[..^"index.html".Length];
        yield return folder;
        if (folder.Length > 1)
            yield return folder[..^1];
    }

    private static string Escape(string path)
    {
        // An asterisk means itself nowhere: what follows it is covered by it as a wildcard.
        if (path.IndexOf('*', StringComparison.Ordinal) is var star and >= 0)
            return Escape(path[..star]) + "*";

        var escaped = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(path))
        {
            if (unit is <= 0x1F or >= 0x7F || Unsafe.Contains((char)unit, StringComparison.Ordinal))
                escaped.Append('%').Append(unit.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else
                escaped.Append((char)unit);
        }

        return escaped.ToString();
    }
}
