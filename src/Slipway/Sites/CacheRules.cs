using System.Globalization;

namespace Slipway.Sites;

/// <summary>How edges keep the answers of a behavior (CloudFront developer guide, "Manage how long content stays in the cache").</summary>
/// <param name="Least">The time for which an answer is kept whatever its headers say.</param>
/// <param name="Standard">The time for an answer whose headers say nothing.</param>
/// <param name="Most">The longest time; zero: nothing is kept.</param>
/// <param name="ByQuery">Whether query strings are part of the key, so that one path has a copy for each.</param>
internal sealed record CacheRules(TimeSpan Least, TimeSpan Standard, TimeSpan Most, bool ByQuery)
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>Answers are kept for as long as they say.</summary>
    public static CacheRules AsAnswersSay { get; } = new(TimeSpan.Zero, TimeSpan.Zero, Year, ByQuery: false);

    /// <summary>The worst, for a policy that could not be read.</summary>
    public static CacheRules Unknown { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), Year, ByQuery: true) { IsKnown = false };

    /// <summary>False: the policy could not be read.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Whether compressed copies are kept beside others, without which nothing is compressed.</summary>
    public bool KeepsCompressed { get; init; } = true;

    /// <summary>Whether anything is kept.</summary>
    public bool Keeps => Most > TimeSpan.Zero;

    /// <summary>How long an answer is kept.</summary>
    /// <param name="cacheControl">Its header; empty: it has none; null: not known, which is taken for the longest.</param>
    public TimeSpan For(string? cacheControl)
    {
        if (cacheControl is null || !Keeps)
            return Most;

        var directives = cacheControl.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (directives.Any(directive => Is(directive, "no-store") || Is(directive, "no-cache") || Is(directive, "private")))
            return Least;

        var asked = Seconds(directives, "s-maxage") ?? Seconds(directives, "max-age") ?? Standard;
        return asked < Least ? Least : asked > Most ? Most : asked;
    }

    private static TimeSpan? Seconds(IEnumerable<string> directives, string name) => directives
        .Where(directive => directive.StartsWith($"{name}=", StringComparison.OrdinalIgnoreCase))
        .Select(directive => long.TryParse(directive.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue))
            : (TimeSpan?)null)
        .FirstOrDefault();

    private static bool Is(string directive, string name) => directive.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>AWS's own cache policies (CloudFront developer guide, "Use managed cache policies"). They never change, so nobody asks for them.</summary>
internal static class ManagedCachePolicies
{
    private const int Day = 86_400;
    private const int Year = 31_536_000;

    private static readonly Dictionary<string, CacheRules> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [ManagedPolicies.CachingOptimized] = Of(1, Day, Year, byQuery: false),
        ["b2884449-e4de-46a7-ac36-70bc7f1ddd6d"] = Of(1, Day, Year, byQuery: false) with { KeepsCompressed = false }, // CachingOptimizedForUncompressedObjects
        [ManagedPolicies.CachingDisabled] = Of(0, 0, 0, byQuery: false) with { KeepsCompressed = false },
        ["83da9c7e-98b4-4e11-a168-04f0df8e2c65"] = Of(0, 0, Year, byQuery: false), // UseOriginCacheControlHeaders
        ["4cc15a8a-d715-48a4-82b8-cc0b614638fe"] = Of(0, 0, Year, byQuery: true), // UseOriginCacheControlHeaders-QueryStrings
        ["2e54312d-136d-493c-8eb9-b001f22f67d2"] = Of(2, 2, 600, byQuery: true), // Amplify
        ["08627262-05a9-4f76-9ded-b50ca2e3a84f"] = Of(0, Day, Year, byQuery: true), // Elemental-MediaPackage
    };

    /// <summary>What a policy of AWS does; null: it is somebody else's.</summary>
    public static CacheRules? Find(string id) => Known.GetValueOrDefault(id);

    private static CacheRules Of(int least, int standard, int most, bool byQuery) =>
        new(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(standard), TimeSpan.FromSeconds(most), byQuery);
}
