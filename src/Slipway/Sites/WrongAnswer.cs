using System.Net.Http.Headers;
using Slipway.Traffic;

namespace Slipway.Sites;

/// <summary>An address at which viewers do not get what they should.</summary>
/// <param name="IsError">Whether a page breaks by it, or stays what it should not; else it costs time, or waits for a mistake to matter.</param>
/// <param name="Right">What it should have been.</param>
/// <param name="Change">What to do about it, and where.</param>
internal sealed record WrongAnswer(Uri Address, bool IsError, string Seen, string Right, string Change)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address}  answered {Seen}; right is {Right}";

    /// <summary>Judges an answer. Null: it is right.</summary>
    /// <param name="plan">The site as it was published.</param>
    /// <param name="isFresh">Whether edges have dropped their old copies; else content and headers of what they may hold are not judged.</param>
    public static WrongAnswer? Of(SiteProbe probe, Viewed viewed, SitePlan plan, bool isFresh)
    {
        var advice = new DistributionAdvice(plan, probe.Address);
        return probe switch
        {
            SiteProbe.Wanted wanted => OfFile(wanted, viewed, advice, isFresh || wanted.File.Class == FileClass.Immutable),
            SiteProbe.Loaded loaded when viewed.Status != 200 || IsPage(viewed) =>
                Wrong($"{Words(viewed)}, and {loaded.Page} loads it", "200 and no page", DistributionAdvice.NotOurs, loaded.IsOwn),
            SiteProbe.Missing missing when viewed.Status == 200 => Wrong(
                Words(viewed), "403 or 404, since there is no such file", missing.IsExplained ? advice.ReplaceErrorPages : advice.LeaveFilesAlone, !missing.IsExplained),
            SiteProbe.Gone gone when isFresh && viewed.Status == 200 && viewed.Sha256 == gone.Sha256 =>
                Wrong("a page that the release does not have", "403 or 404", advice.OldCopy),
            SiteProbe.Served served when viewed.Sha256 == served.Home.Sha256 =>
                Wrong($"{Words(viewed)}, the site's own page", "what the service answers, which has nothing there", DistributionAdvice.LeadToService(served.Pattern)),
            _ => null,
        };

        WrongAnswer Wrong(string seen, string right, string change, bool isError = true) => new(probe.Address, isError, seen, right, change);
    }

    /// <summary>Judges that nothing answered.</summary>
    public static WrongAnswer? OfSilence(SiteProbe probe, string reason, SitePlan plan) => probe is SiteProbe.Served
        // Whether a service is well is not for its neighbour to say.
        ? null
        : new WrongAnswer(probe.Address, true, $"nothing ({reason})", "an answer", new DistributionAdvice(plan, probe.Address).Readable);

    private static WrongAnswer? OfFile(SiteProbe.Wanted probe, Viewed viewed, DistributionAdvice advice, bool isFresh)
    {
        var (file, type) = (probe.File, probe.File.Headers.ContentType.Split(';')[0]);
        if (viewed.Status != 200)
            return Wrong(Words(viewed), $"200 {type}", Missing(probe.From, advice));

        if (!string.Equals(viewed.MediaType, type, StringComparison.OrdinalIgnoreCase))
            return Wrong(Words(viewed), $"200 {type}", IsPage(viewed) ? advice.LeaveFilesAlone : advice.Headers("Content-Type"));

        if (isFresh && viewed.Sha256 is { } seen && seen != file.Sha256)
            return Wrong($"other content ({seen[..12]})", $"that of {file.Key} ({file.Sha256[..12]})", advice.OldCopy);

        return isFresh && !IsSame(viewed.CacheControl, file.Headers.CacheControl)
            ? Wrong($"Cache-Control {viewed.CacheControl ?? "without a word"}", file.Headers.CacheControl, advice.Headers("Cache-Control")) with
            {
                IsError = Keeps(viewed.CacheControl) > Keeps(file.Headers.CacheControl),
            }
            : null;

        WrongAnswer Wrong(string seen, string right, string change) => new(probe.Address, true, seen, right, change);
    }

    private static string Missing(Lead from, DistributionAdvice advice) => from switch
    {
        Lead.Folder => advice.LeadHome,
        Lead.DeepLink => advice.LeadDeepLinks,
        Lead.OpenTab => advice.KeepForTabs,
        _ => advice.Readable,
    };

    private static bool IsPage(Viewed viewed) => string.Equals(viewed.MediaType, "text/html", StringComparison.OrdinalIgnoreCase);

    private static string Words(Viewed viewed) => $"{viewed.Status} {viewed.MediaType ?? "without a type"}";

    private static bool IsSame(string? one, string other) => Directives(one ?? "").SetEquals(Directives(other));

    private static HashSet<string> Directives(string header) =>
        [.. header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(directive => directive.ToLowerInvariant())];

    /// <summary>How long a browser may use its copy without asking. Where nothing is said it may guess.</summary>
    private static TimeSpan Keeps(string? header) =>
        !CacheControlHeaderValue.TryParse(header, out var said) || said is null ? TimeSpan.MaxValue
        : said.NoStore || said.NoCache ? TimeSpan.Zero
        : said.MaxAge ?? TimeSpan.MaxValue;
}
