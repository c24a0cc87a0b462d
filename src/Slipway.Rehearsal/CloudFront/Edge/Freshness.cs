using System.Globalization;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>
/// How long an answer stays in the cache (CloudFront developer guide, "Manage how long content stays in the cache" and "Control how
/// long CloudFront caches errors").
/// </summary>
internal static class Freshness
{
    /// <summary>Errors that are kept whatever the origin says.</summary>
    private static readonly int[] KeptErrors = [403, 404, 410, 414, 500, 501, 502, 503, 504];

    /// <summary>Errors that are kept only when the origin says for how long.</summary>
    private static readonly int[] ErrorsOnDemand = [400, 405, 412, 415];

    private static readonly TimeSpan StandardErrorTtl = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an answer is fresh, in time of AWS: zero when it is kept but must be asked for again each time, null when it is not kept.
    /// </summary>
    /// <param name="header">Values of the origin's headers, joined; null for one that is absent.</param>
    public static TimeSpan? Of(CachePolicy policy, int status, Func<string, string?> header, ErrorRule? rule, DateTimeOffset now)
    {
        if (policy.Disabled && status < 400)
            return null;

        var directives = Directives(header("Cache-Control"));
        var asked = Asked(directives, header, now);
        if (status >= 400)
            return OfError(status, asked, rule);

        if (status is not (200 or 203 or 204 or 300 or 301 or 302 or 307 or 308))
            return null;

        var (min, max) = (TimeSpan.FromSeconds(policy.MinTtl), TimeSpan.FromSeconds(policy.MaxTtl));
        if (directives.ContainsKey("no-store") || directives.ContainsKey("private"))
            return policy.MinTtl > 0 ? min : null;
        if (directives.ContainsKey("no-cache"))
            return min;

        return asked is { } wanted ? Clamp(wanted, min, max) : TimeSpan.FromSeconds(Math.Max(policy.DefaultTtl, policy.MinTtl));
    }

    /// <summary>The error caching minimum TTL, or what the origin asks for when that is longer.</summary>
    private static TimeSpan? OfError(int status, TimeSpan? asked, ErrorRule? rule)
    {
        if (!KeptErrors.Contains(status) && !(ErrorsOnDemand.Contains(status) && asked is not null))
            return null;

        var least = rule?.CachingMinTtl ?? StandardErrorTtl;
        return asked > least ? asked : least;
    }

    /// <summary>s-maxage, max-age and Expires, in this order.</summary>
    private static TimeSpan? Asked(Dictionary<string, string> directives, Func<string, string?> header, DateTimeOffset now)
    {
        foreach (var name in new[] { "s-maxage", "max-age" })
        {
            if (directives.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
        }

        if (header("Expires") is not { } expires)
            return null;

        // A date that cannot be read is a past one.
        return DateTimeOffset.TryParse(expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && until > now ? until - now : TimeSpan.Zero;
    }

    private static Dictionary<string, string> Directives(string? cacheControl)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var directive in (cacheControl ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = directive.Split('=', 2, StringSplitOptions.TrimEntries);
            found[parts[0]] = parts.Length == 2 ? parts[1].Trim('"') : "";
        }

        return found;
    }

    private static TimeSpan Clamp(TimeSpan wanted, TimeSpan min, TimeSpan max) => wanted < min ? min : wanted > max ? max : wanted;
}
