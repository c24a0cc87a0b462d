using System.Text.RegularExpressions;

namespace Slipway.Sites;

/// <summary>Tells the classes of a site's files: by the definition's patterns, by what the build tools say themselves, and by how they name files.</summary>
/// <param name="paths">Every path of the site, relative to its folder.</param>
internal sealed partial class FileClasses(StaticSite site, IReadOnlySet<string> paths, BuildEvidence evidence)
{
    private readonly Regex[] _beacons = [.. site.Beacons.Select(Pattern)];
    private readonly Regex[] _immutable = [.. site.Immutable.Select(Pattern)];

    public FileClass Of(string path) =>
        _beacons.Any(pattern => pattern.IsMatch(path)) ? FileClass.Beacon
        : _immutable.Any(pattern => pattern.IsMatch(path)) ? FileClass.Immutable
        // What a service's pages load has no pages of its own: nothing among it flips.
        : site.Routing == SiteRouting.Assets ? IsHashed(path) ? FileClass.Immutable : FileClass.Shared
        : ServiceWorker().IsMatch(path) ? FileClass.Beacon
        : IsDocument(path) ? FileClass.Document
        : IsHashed(path) ? FileClass.Immutable
        : FileClass.Shared;

    private bool IsHashed(string path) => BuildEvidence.OfNext(SiteFolder.KeyPrefix(site) + path) ?? evidence.IsHashed(path) ?? ContentHash.IsIn(path);

    /// <summary>Whether a pattern of the definition means the file.</summary>
    public bool IsNamed(string path) => _beacons.Concat(_immutable).Any(pattern => pattern.IsMatch(path));

    /// <summary>
    /// Next.js puts the payload of <c>about.html</c> beside it as <c>about.txt</c>; Nuxt, SvelteKit and Gatsby have fixed names for theirs.
    /// A page and a payload of two builds make the browser lose its state.
    /// </summary>
    private bool IsDocument(string path) =>
        Page().IsMatch(path)
        || PagePayload().IsMatch(path)
        || (path.EndsWith(".txt", StringComparison.Ordinal) && paths.Contains($"{path[..^".txt".Length]}.html"));

    /// <summary><c>*</c> matches within a folder, <c>**</c> across folders, <c>?</c> one character.</summary>
    internal static Regex Pattern(string pattern) => new(
        $"^{Regex.Escape(pattern).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal)}\\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);

    [GeneratedRegex(@"(^|/)(sw|service-?worker|[^/]+-sw|ngsw-worker|OneSignalSDK[^/]*Worker)\.m?js\z|(^|/)ngsw\.json\z", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceWorker();

    [GeneratedRegex(@"\.(html?|xhtml)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Page();

    [GeneratedRegex(@"(^|/)(__next[^/]*\.txt|__data\.json|_payload\.json|page-data\.json|app-data\.json)\z", RegexOptions.CultureInvariant)]
    private static partial Regex PagePayload();
}
