using System.Collections.Concurrent;
using Slipway.Output;
using Slipway.Traffic;

namespace Slipway.Sites;

/// <summary>
/// Asks through the distribution for what was published: changed pages and what they load, with status, type, headers and content; a path of a
/// single-page application; a file that open tabs still need; a script that nobody has; pages that are gone; and the services' paths beside the site.
/// One edge answers, from this machine: this finds wrong wiring (no root object, no rewrite, errors shown as pages), not an edge elsewhere that lags,
/// a cache that only other cookies, languages or countries meet, or a browser's own copy. For the edges, the invalidation's completion speaks.
/// </summary>
/// <param name="routes">Of all services; those of other sites are left out.</param>
internal sealed class SiteVerification(IWebViewer viewer, IReadOnlyList<Route> routes, IOutput output, TimeProvider time)
{
    private const int MostFiles = 200;
    private const int AtOnce = 64;
    private const int Attempts = 5;
    private const int AttemptsWithoutAnswer = 2;
    private const int Shown = 12;

    /// <summary>Looks at a site that went forward.</summary>
    /// <param name="isFresh">Whether edges have dropped their old copies.</param>
    /// <exception cref="DeployException">An address answers otherwise than it should, so that a page breaks; all of them are named.</exception>
    public async Task Demand(SitePlan plan, bool isFresh, CancellationToken ct)
    {
        var found = await Look(plan, isFresh, ct);
        if (found.Any(wrong => wrong.IsError))
            throw Wrong(plan, found);

        if (found.Count > 0)
            output.Emit(new SiteOddities(plan.Site.Name, found));
    }

    /// <summary>Looks at a site that went back, which is told and changes nothing: what it would lead to is what was fled from.</summary>
    /// <returns>Whether viewers get what they should, as far as it could be seen.</returns>
    public async Task<bool> Tell(SitePlan plan, bool isFresh, CancellationToken ct)
    {
        try
        {
            var found = (await Look(plan, isFresh, ct)).Where(wrong => wrong.IsError).ToList();
            if (found.Count > 0)
                output.Emit(new SiteBackWrong(plan.Site.Name, found));

            return found.Count == 0;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // It is back, whether there was time to look or not.
            output.Emit(new SiteUnverified(plan.Site.Name, SiteAddress.Of(plan.Site, plan.Place, plan.Distribution), "there was no time left"));
            return true;
        }
    }

    /// <summary>Each address with what is wrong there, then what to change.</summary>
    internal static string Lines(IReadOnlyList<WrongAnswer> found) => string.Join('\n',
    [
        .. found.Take(Shown).Select(wrong => $"  {wrong}"),
        .. found.Count > Shown ? [$"  and {found.Count - Shown} more"] : Array.Empty<string>(),
        .. found.Select(wrong => wrong.Change).Distinct(StringComparer.Ordinal).Take(Shown).Select(change => $"    change  {change}"),
    ]);

    private async Task<IReadOnlyList<WrongAnswer>> Look(SitePlan plan, bool isFresh, CancellationToken ct)
    {
        var (address, probes) = (SiteAddress.Of(plan.Site, plan.Place, plan.Distribution), new SiteProbes(plan, routes, Guid.NewGuid().ToString("N")[..12]));
        if (probes.First is not { } first)
            return [];

        var answered = await Ask(first, plan, isFresh, ct);
        if (answered.Silence is { } reason || (reason = Guarded(answered.Viewed)) is not null)
        {
            output.Emit(new SiteUnverified(plan.Site.Name, address, reason));
            return [];
        }

        List<Answered> all = [answered, .. await Ask(probes.Others, plan, isFresh, ct)];
        all.AddRange(await Ask(Named(all, plan), plan, isFresh, ct));
        var found = all.Select(one => one.Wrong).OfType<WrongAnswer>().OrderBy(wrong => wrong.Address.AbsoluteUri, StringComparer.Ordinal).ToList();
        if (found.Count == 0)
            output.Emit(new SiteVerified(plan.Site.Name, address, all.Count) { Left = probes.Left });

        return found;
    }

    // Neither S3 nor an edge asks for a password by itself: a function before the site does, so that it is for those who have one.
    private static string? Guarded(Viewed? viewed) => viewed?.Status == 401 ? "it asks for a password" : null;

    /// <summary>What the pages that were fetched load and that was not asked yet.</summary>
    private List<SiteProbe> Named(IReadOnlyList<Answered> answers, SitePlan plan)
    {
        var (references, home) = (new PageReferences(plan, routes), new Uri(SiteAddress.Of(plan.Site, plan.Place, plan.Distribution), plan.Home).AbsolutePath);
        var asked = answers.Select(one => one.Probe.Address.AbsoluteUri).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. answers.Where(one => one is { Probe: SiteProbe.Wanted { From: not Lead.DeepLink }, Viewed: { Status: 200, MediaType: "text/html" } })
                .SelectMany(one => references.In(one.Viewed!.Body, one.Probe.Address).Select(named => (Reference: named, Page: one.Probe.Address)))
                .Where(named => asked.Add(named.Reference.Address.AbsoluteUri))
                .Take(MostFiles)
                .Select(named => named.Reference.File is { } file
                    ? new SiteProbe.Wanted(named.Reference.Address, file, Lead.Name)
                    : (SiteProbe)new SiteProbe.Loaded(named.Reference.Address, named.Page, IsOwn: named.Reference.Address.AbsolutePath.StartsWith(home, StringComparison.Ordinal))),
        ];
    }

    private async Task<IReadOnlyCollection<Answered>> Ask(IReadOnlyList<SiteProbe> probes, SitePlan plan, bool isFresh, CancellationToken ct)
    {
        ConcurrentBag<Answered> answers = [];
        await Parallel.ForEachAsync(
            probes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (probe, ct) => answers.Add(await Ask(probe, plan, isFresh, ct)));
        return answers;
    }

    /// <summary>Edges take a moment: what is wrong is looked at again before it is called wrong.</summary>
    private async Task<Answered> Ask(SiteProbe probe, SitePlan plan, bool isFresh, CancellationToken ct)
    {
        var delay = TimeSpan.FromSeconds(0.5);
        for (var attempt = 1; ; attempt++)
        {
            var answered = await Once(probe, plan, isFresh, ct);
            if (answered.Wrong is null || attempt >= (answered.Silence is null ? Attempts : AttemptsWithoutAnswer))
                return answered;

            await Task.Delay(delay, time, ct);
            delay *= 2;
        }
    }

    private async Task<Answered> Once(SiteProbe probe, SitePlan plan, bool isFresh, CancellationToken ct)
    {
        try
        {
            var viewed = await viewer.Get(probe.Address, ct);
            return new Answered(probe, viewed, WrongAnswer.Of(probe, viewed, plan, isFresh), null);
        }
        catch (DeployException exception) when (exception.MayPass)
        {
            var reason = exception.InnerException?.Message ?? exception.Message;
            return new Answered(probe, null, WrongAnswer.OfSilence(probe, reason, plan), reason);
        }
    }

    private static DeployException Wrong(SitePlan plan, IReadOnlyList<WrongAnswer> found) => new(
        $"""
         Site {plan.Site.Name} was published, but viewers do not get what they should from distribution {plan.Place.Distribution}.
         {Lines(found)}
         """);

    /// <param name="Viewed">Null: nothing answered.</param>
    /// <param name="Silence">Why nothing answered; null: something did.</param>
    private sealed record Answered(SiteProbe Probe, Viewed? Viewed, WrongAnswer? Wrong, string? Silence);
}
