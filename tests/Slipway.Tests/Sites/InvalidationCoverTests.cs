using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class InvalidationCoverTests
{
    private static readonly string[] Root = ["/"];

    [Fact]
    public void Nothing_stale_is_nothing_to_invalidate() => Assert.Empty(Cover([]));

    [Fact]
    public void Few_paths_stay_what_they_are() =>
        Assert.Equal(["/", "/a.html", "/index.html"], Cover(["/index.html", "/", "/a.html"], Immutable("/assets/app-1111aaaa.js")));

    [Fact]
    public void What_a_wildcard_covers_is_not_named_again() => Assert.Equal(["/a*", "/b"], Cover(["/about", "/a*", "/b", "/a", "/a/b*"], Immutable("/c-1111aaaa.js")));

    [Fact]
    public void A_folder_in_which_everything_changed_is_one_path() =>
        Assert.Equal(["/docs/*", "/index.html"], Cover(["/index.html", "/docs/a.html", "/docs/b.html", "/docs/c/d.html"], Immutable("/app-1111aaaa.js")));

    [Fact]
    public void A_wildcard_ends_at_any_character_so_that_no_more_goes_than_has_to() => Assert.Equal(
        ["/blog/2024-0*", "/index.html"],
        Cover(["/index.html", "/blog/2024-01.html", "/blog/2024-02.html", "/blog/2024-03.html"], Shared("/blog/2023-12.html", 90_000), Shared("/blog/film.mp4", 9_000_000)));

    [Fact]
    public void An_unchanged_page_goes_along_when_that_is_cheaper_than_the_paths_and_a_film_does_not()
    {
        string[] stale = ["/p/a.html", "/p/b.html", "/p/c.html"];

        Assert.Equal(["/p/*"], Cover(stale, Shared("/p/d.html", 2_000)));
        Assert.Equal(["/p/a.html", "/p/b.html", "/p/c.html"], Cover(stale, Shared("/p/d.mp4", 2_000_000)));
    }

    [Fact]
    public void Nothing_that_never_changes_goes_along_however_small_it_is_and_however_many_paths_that_saves() => Assert.Equal(
        CoverLimits.Standard.Paths,
        Cover([.. Enumerable.Range(0, CoverLimits.Standard.Paths).Select(i => $"/p/{i}.html")], [.. Enumerable.Range(0, CoverLimits.Standard.Paths).Select(i => Immutable($"/p/{i}.html.js", 1))]).Count);

    [Fact]
    public void With_too_many_paths_the_cheapest_folder_is_given_up_and_not_the_site()
    {
        var stale = Enumerable.Range(0, 20).Select(i => $"/one/{i}.html").Concat(Enumerable.Range(0, 20).Select(i => $"/two/{i}.html")).ToList();
        var cover = Cover(
            stale,
            [
                .. Enumerable.Range(0, 20).Select(i => Immutable($"/one/{i}.html-1111aaaa.js", 100_000)), .. Enumerable.Range(0, 20).Select(i => Immutable($"/two/{i}.html-2222bbbb.js", 1_000)),
            ]);

        Assert.Equal(20, cover.Count(path => path.StartsWith("/one/", StringComparison.Ordinal) && !path.EndsWith('*')));
        Assert.True(cover.Count <= CoverLimits.Standard.Paths);
        Assert.All(cover.Where(path => path.EndsWith('*')), path => Assert.StartsWith("/two/", path, StringComparison.Ordinal));
    }

    [Fact]
    public void The_whole_site_is_the_last_resort_and_does_not_reach_beyond_its_folder()
    {
        var stale = Enumerable.Range(0, 40).Select(i => $"/app/{(char)('a' + (i % 26))}{i}/x.html").ToList();

        Assert.DoesNotContain("/app/*", Cover(stale[..16], ["/app/"], []));
        Assert.Equal(["/app/*"], Cover(stale, ["/app/"], []));
    }

    [Fact]
    public void Paths_from_elsewhere_that_are_too_many_are_covered_all_the_same() =>
        Assert.Equal(["/*"], Cover([.. Enumerable.Range(0, 100).Select(i => $"/{(char)('a' + (i % 26))}{i}")], ["/app/"], []));

    [Fact]
    public void A_character_of_two_units_is_not_cut() =>
        Assert.Equal(["/p/*"], Cover(["/p/\U0001F600.html", "/p/\U0001F601.html", "/p/\U0001F602.html", "/p/\U0001F603.html"], Immutable("/q.js")));

    [Fact]
    public void What_is_dropped_for_a_path_with_query_strings_does_not_count_twice() =>
        Assert.Equal(["/a.html*", "/b.html"], Cover(["/a.html*", "/b.html"], Immutable("/a.html.js", 5)));

    [Fact]
    public void A_path_and_its_query_strings_are_one_wildcard_unless_something_that_never_changes_begins_like_it()
    {
        StalePath[] stale = [StalePath.Of("/app"), StalePath.WithQueries("/app")];

        Assert.Equal(["/app*"], InvalidationCover.Of(stale, [], Root, CoverLimits.Standard).Select(path => path.ToString()));
        Assert.Equal(["/app", "/app?*"], InvalidationCover.Of(stale, [Immutable("/app-1111aaaa.js")], Root, CoverLimits.Standard).Select(path => path.ToString()));
    }

    [Fact]
    public void No_cover_of_small_sites_is_cheaper()
    {
        var path = Gen.Choose(1, 4).SelectMany(length => Gen.ArrayOf(Gen.Elements("a", "b", "/"), length)).Select(parts => $"/{string.Concat(parts)}");
        var cases =
            from stale in Gen.Choose(2, 5).SelectMany(count => Gen.ArrayOf(Gen.Zip(path, Gen.Elements(false, false, true)), count))
            from cached in Gen.Choose(0, 6).SelectMany(count => Gen.ArrayOf(Gen.Zip(path, Gen.Elements(1L, 60_000, 200_000)), count))
            from fixedNames in Gen.Choose(0, 2)
            from limits in Gen.Elements(new CoverLimits(1, 1), new CoverLimits(2, 1), new CoverLimits(3, 1), new CoverLimits(3, 3))
            from home in Gen.Elements("/", "/a")
            select (
                Stale: stale.Select(one => new StalePath(one.Item1, one.Item2)).ToList(),
                Cached: cached.DistinctBy(one => one.Item1).Select((one, i) => new CachedPath(one.Item1, one.Item2, i < fixedNames)).ToList(),
                Limits: limits, Homes: new[] { home });

        Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var cover = InvalidationCover.Of(each.Stale, each.Cached, each.Homes, each.Limits);
            var needed = each.Stale.Where(path => !each.Stale.Exists(other => other != path && other.Covers(path))).Distinct().OrderBy(path => path.Path, StringComparer.Ordinal).ToList();
            if (needed.Count == 1)
                return cover.SequenceEqual(needed);

            var homes = Cheapest(needed, each.Cached, each.Homes, each.Limits) is null ? Root : each.Homes;
            var cost = Cost(cover, new CoverPrices(needed, each.Cached, homes));
            return cost == Cheapest(needed, each.Cached, homes, each.Limits) && IsWithin(cover, each.Limits) && needed.TrueForAll(path => cover.Any(one => one.Covers(path)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Everything_stale_is_covered_within_the_limits_and_nothing_that_never_changes_unless_it_has_to_be()
    {
        var folder = Gen.Elements("/", "/a/", "/b/", "/a/b/", "/caf\u00e9/", "/docs/v1/", "/docs/v2/");
        var path = Gen.Zip(folder, Gen.Choose(0, 40)).Select(pair => $"{pair.Item1}{pair.Item2}");
        var cases =
            from stale in Gen.Choose(0, 120).SelectMany(count => Gen.ArrayOf(path, count))
            from byQuery in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            from cached in Gen.Choose(0, 60).SelectMany(count => Gen.ArrayOf(Gen.Zip(path, Gen.Choose(1, 100_000)), count))
            from fixedNames in Gen.Choose(0, 10)
            select (
                Stale: stale.Select(one => byQuery ? StalePath.WithQueries($"{one}.html") : StalePath.Of($"{one}.html")).ToList(),
                Cached: cached.Select((one, i) => i < fixedNames ? new CachedPath($"{one.Item1}.js", one.Item2, true) : new CachedPath($"{one.Item1}.png", one.Item2, false)).DistinctBy(one => one.Path).ToList());

        Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var cover = InvalidationCover.Of(each.Stale, each.Cached, Root, CoverLimits.Standard);
            var names = each.Cached.Where(one => one.IsImmutable).Select(one => new StalePath(one.Path, AndBelow: false)).ToList();
            var again = InvalidationCover.Of(Enumerable.Reverse(each.Stale), [.. Enumerable.Reverse(each.Cached)], Root, CoverLimits.Standard);
            return each.Stale.TrueForAll(path => cover.Any(one => one.Covers(path)))
                && IsWithin(cover, CoverLimits.Standard)
                && names.Exists(name => cover.Any(one => one.Covers(name))) == !CanSpare(each.Stale, names)
                && cover.SequenceEqual(again)
                && cover.Zip(cover.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Path, pair.Second.Path) < 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void A_hundred_thousand_files_take_no_time_to_speak_of()
    {
        var cached = Enumerable.Range(0, 50_000).Select(i => new CachedPath($"/assets/{i % 300}/app-{i:x8}.js", 20_000, IsImmutable: true)).ToList();
        var stale = Enumerable.Range(0, 50_000).Select(i => StalePath.Of($"/{(i % 2 == 0 ? "docs" : "assets")}/{i % 300}/page-{i}.html")).ToList();
        var watch = Stopwatch.StartNew();

        var cover = InvalidationCover.Of(stale, cached, Root, CoverLimits.Standard);

        // A second by itself; the machines of tests are busy ones.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.True(IsWithin(cover, CoverLimits.Standard));
        Assert.All(stale, path => Assert.Contains(cover, one => one.Covers(path)));
    }

    private static List<string> Cover(IReadOnlyList<string> stale, params IReadOnlyList<CachedPath> cached) => Cover(stale, Root, cached);

    private static List<string> Cover(IReadOnlyList<string> stale, string[] homes, IReadOnlyList<CachedPath> cached) =>
        [.. InvalidationCover.Of(stale.Select(StalePath.Read), cached, homes, CoverLimits.Standard).Select(path => path.ToString())];

    private static CachedPath Immutable(string path, long bytes = 50_000) => new(path, bytes, IsImmutable: true);

    private static CachedPath Shared(string path, long bytes) => new(path, bytes, IsImmutable: false);

    private static bool IsWithin(IReadOnlyList<StalePath> cover, CoverLimits limits) => cover.Count <= limits.Paths && cover.Count(path => path.AndBelow) <= limits.Wildcards;

    private static CoverCost Cost(IEnumerable<StalePath> cover, CoverPrices prices) =>
        cover.Aggregate(default(CoverCost), (cost, path) => cost + (path.AndBelow ? prices.Of(path.Path) : new CoverCost(0, CoverPrices.Path)));

    /// <summary>By trying every set of paths and wildcards; null: none is allowed.</summary>
    private static CoverCost? Cheapest(List<StalePath> needed, IReadOnlyList<CachedPath> cached, IReadOnlyList<string> homes, CoverLimits limits)
    {
        var prices = new CoverPrices(needed, cached, homes);
        var wildcards = needed.SelectMany(path => Enumerable.Range(1, path.Path.Length).Select(length => path.Path[..length]))
            .Where(prefix => homes.Any(home => prefix.StartsWith(home, StringComparison.Ordinal)) || needed.Contains(new StalePath(prefix, AndBelow: true)))
            .Distinct().Select(prefix => new StalePath(prefix, AndBelow: true));
        var all = needed.Where(path => !path.AndBelow).Concat(wildcards).ToList();
        return Sets(all, limits.Paths)
            .Where(set => set.Count(path => path.AndBelow) <= limits.Wildcards && needed.TrueForAll(path => set.Any(one => one.Covers(path))))
            .Select(set => (CoverCost?)Cost(set, prices))
            .Aggregate((CoverCost?)null, (least, cost) => least is null || cost!.Value.IsLessThan(least.Value) ? cost : least);
    }

    private static IEnumerable<List<StalePath>> Sets(List<StalePath> all, int most, int from = 0)
    {
        yield return [];
        for (var i = from; most > 0 && i < all.Count; i++)
        {
            foreach (var others in Sets(all, most - 1, i + 1))
                yield return [all[i], .. others];
        }
    }

    /// <summary>Whether there is a cover within the limits that spares some names: the widest wildcards that do, the most useful of them first.</summary>
    private static bool CanSpare(List<StalePath> stale, List<StalePath> names)
    {
        var groups = stale.Distinct()
            .GroupBy(path => Enumerable.Range(1, path.Path.Length).Select(length => path.Path[..length]).First(prefix => !names.Exists(name => new StalePath(prefix, AndBelow: true).Covers(name))))
            .Select(group => (Count: group.Count(), Wild: group.Any(path => path.AndBelow))).OrderByDescending(group => group.Count).ToList();
        var wild = groups.Take(CoverLimits.Standard.Wildcards).ToList();
        var rest = groups.Skip(CoverLimits.Standard.Wildcards).ToList();
        return !rest.Exists(group => group.Wild) && wild.Count + rest.Sum(group => group.Count) <= CoverLimits.Standard.Paths;
    }
}
