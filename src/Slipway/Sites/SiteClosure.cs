using System.Buffers;
using System.Collections.Concurrent;

namespace Slipway.Sites;

/// <summary>
/// Finds files that pages and style sheets of a site name and that the build did not write. Without a script or style sheet a page is broken for everybody, so that is
/// an error; a picture that is missing was probably missing yesterday.
/// </summary>
internal sealed class SiteClosure
{
    // What files name that were read once: of a plan that the one under the lock follows. Taken out there, as nobody asks a third time.
    private readonly ConcurrentDictionary<(string Key, string Sha256), IReadOnlyList<(string Address, bool IsNeeded)>> _named = new();

    private const int Shown = 10;

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Reads what will be written; everything, when files of the last release are gone that something may still name.</summary>
    /// <param name="files">Of the site, on this machine.</param>
    /// <returns>What people should know.</returns>
    /// <exception cref="DeployException">A script or style sheet is missing; all of them are named.</exception>
    public IReadOnlyList<string> Check(SitePlan plan, IReadOnlyList<SiteFile> files, CancellationToken ct)
    {
        var here = files.Select(file => file.Key).ToHashSet(StringComparer.Ordinal);
        var missing = new ConcurrentDictionary<(string Key, bool IsNeeded), string>();
        var some = new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount };
        // Not asynchronously: of small files that is most of the work.
        Parallel.ForEach(ToRead(plan, files, here), some, file =>
        {
            foreach (var (address, isNeeded) in Named(file))
            {
                if (Missing(plan, file.Key, address, here) is { } key)
                    missing.TryAdd((key, isNeeded), file.Key);
            }
        });

        var needed = missing.Where(found => found.Key.IsNeeded).Select(found => $"{found.Key.Key} (named by {found.Value})").Order(StringComparer.Ordinal).ToList();
        if (needed.Count > 0)
            throw Incomplete(plan.Site, needed);

        return [.. missing.Select(found => $"{found.Key.Key} is not there, and {found.Value} names it").Order(StringComparer.Ordinal).Take(Shown)];
    }

    private IReadOnlyList<(string Address, bool IsNeeded)> Named(SiteFile file)
    {
        if (_named.TryRemove((file.Key, file.Sha256), out var known))
            return known;

        var text = File.ReadAllText(file.LocalPath!);
        return _named[(file.Key, file.Sha256)] = [.. IsSheet(file) ? LocalReferences.OfSheet(text) : LocalReferences.OfPage(text)];
    }

    /// <summary>The key that an address leads to, if it is one of this site and no file has it; null: all is well, or it is for others to answer.</summary>
    internal static string? Missing(SitePlan plan, string from, string address, IReadOnlySet<string> here)
    {
        if (address.Length == 0 || address.AsSpan().IndexOfAny("{}<>$") >= 0)
            return null;

        var home = plan.Home;
        if (IsWhole(address) && address.StartsWith(home, StringComparison.Ordinal) && here.Contains(SiteFolder.KeyPrefix(plan.Site) + address[home.Length..]))
            return null;

        var page = new Uri(new Uri("http://site.invalid"), string.Join('/', plan.PathOf(from).Split('/').Select(Uri.EscapeDataString)));
        if (!Uri.TryCreate(page, address, out var uri) || uri.Host != page.Host || uri.Scheme != page.Scheme)
            return null;

        var path = Uri.UnescapeDataString(uri.AbsolutePath);
        if (!path.StartsWith(home, StringComparison.Ordinal) || IsElsewhere(plan, uri.AbsolutePath))
            return null;

        var key = SiteFolder.KeyPrefix(plan.Site) + path[home.Length..];
        return key.EndsWith('/') || key.Length == 0 || here.Contains(key) || here.Contains($"{key}/index.html") || here.Contains($"{key}.html") || plan.Place.IsBeside(key) ? null : key;
    }

    /// <summary>Whether the address is a path that says the same wherever it is written and however it is resolved, as most that bundlers write are.</summary>
    private static bool IsWhole(string address) =>
        address[0] == '/' && !address.AsSpan().ContainsAnyExcept(Plain) && !address.Contains("//", StringComparison.Ordinal) && !address.Contains("/.", StringComparison.Ordinal);

    /// <summary>Whether the distribution leads the path to a service.</summary>
    private static bool IsElsewhere(SitePlan plan, string path) =>
        plan.Distribution.Has(plan.Place.Bucket) && plan.Distribution.BehaviorOf(path) is { } behavior && !plan.Distribution.OriginsOf(behavior, plan.Place.Bucket).Any();

    private static IEnumerable<SiteFile> ToRead(SitePlan plan, IReadOnlyList<SiteFile> files, IReadOnlySet<string> here)
    {
        var isLess = plan.Seen.Live?.Files.Any(file => !here.Contains(file.File.Key)) == true;
        var some = isLess ? files : plan.Uploads.Where(upload => upload.Reason != UploadReason.Headers).Select(upload => upload.File);
        return some.Where(file => IsPage(file) || IsSheet(file));
    }

    private static bool IsPage(SiteFile file) => file.Headers.ContentType.StartsWith("text/html", StringComparison.Ordinal);

    private static bool IsSheet(SiteFile file) => file.Headers.ContentType.StartsWith("text/css", StringComparison.Ordinal);

    private static DeployException Incomplete(StaticSite site, IReadOnlyList<string> needed) => new(
        $"""
         Site {site.Name} is incomplete: scripts or style sheets that it names are not in {site.Source}. Nothing was changed.
           missing  {string.Join("\n           ", needed.Take(Shown))}{(needed.Count > Shown ? $"\n           and {needed.Count - Shown} more" : "")}
           try      let the build come to its end; or correct the base path that the build writes into pages
         """);
}
