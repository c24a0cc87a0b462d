using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Slipway.Sites;
using Slipway.Tests.Sites;

namespace Slipway.Publishing.Properties;

/// <summary>Plays a <see cref="Scenario"/> against S3 and CloudFront in memory, and looks whether all is as it should be.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScenarioRun : IDisposable
{
    private readonly Dictionary<string, Tree> _published = new(StringComparer.Ordinal);
    private readonly List<string> _completed = [];
    private readonly Scenario _scenario;
    private readonly SiteBench _bench;
    private readonly Announcements _announcements;
    private readonly List<string> _writes = [];
    private int _runs;

    public ScenarioRun(Scenario scenario)
    {
        _scenario = scenario;
        _bench = new SiteBench(new SiteCloud { Kms = scenario.Kms, OriginPath = scenario.Home.OriginPath }) { Site = new StaticSite("web") { Source = "unset", Prefix = scenario.Home.Prefix } };
        _announcements = new Announcements(Cloud);
        foreach (var key in Scenario.ForeignKeys.Take(scenario.Foreign))
            Cloud.PutForeign(key, $"theirs {key}", "text/x-theirs");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SiteCloud Cloud => _bench.Cloud;

    /// <summary>What a key of the site begins with.</summary>
    private string Folder => SiteFolder.KeyPrefix(_bench.Site);

    /// <summary>Its folder, as viewers see it.</summary>
    private string Home => _scenario.Home.OriginPath.Length > 0 ? "/" : $"/{Folder}";

    public void Dispose() => _bench.Dispose();

    public async Task Play()
    {
        foreach (var step in _scenario.Before)
            await Suffer(step);

        if (_scenario.Last is Step.Return { To: var to })
            await GoBack(to);
        else
            await ShipAndTakeBack(((Step.Ship)_scenario.Last).Tree);

        Assert.Empty(Cloud.Broken);
        Assert.Empty(_announcements.Early);
        Assert.Empty(NeedlesslyInvalidated());
    }

    private async Task GoBack(int to)
    {
        if (_completed.Count == 0)
            return;

        var release = _completed[to % _completed.Count];
        await Return(release);
        await IsExactly(release, release);
    }

    /// <summary>The release before comes back from what is kept of it, also when it is taken back at once.</summary>
    private async Task ShipAndTakeBack(Tree tree)
    {
        var release = Next(tree);
        await _announcements.Expect(await Wanted(release));
        var plan = await _bench.Plan(Built(release));
        var result = await _bench.Shipper().Apply(plan, release, Ct);
        _announcements.ExpectNothing();
        await IsExactly(release, result.Release);
        if (plan.Previous is not { } previous || !_completed.Contains(previous, StringComparer.Ordinal) || result.Release != release)
            return;

        Assert.True(await _bench.Shipper().TakeBack(plan, release, "because of a test", Ct));
        await IsExactly(previous, previous);
    }

    private async Task Suffer(Step step)
    {
        if (step is Step.Return && _completed.Count == 0)
            return;

        var release = step is Step.Ship ship ? Next(ship.Tree) : _completed[((Step.Return)step).To % _completed.Count];
        if (step.Killed is { } part)
        {
            var calls = await CallsOf(step, release);
            Cloud.Restart();
            (Cloud.KillAt, Cloud.KillAfterEffect) = ((int)(part * calls), step.AfterEffect);
        }

        Cloud.InvalidationFails = step.Stale ? () => new DeployException("cloudfront:CreateInvalidation was refused.") : null;
        try
        {
            await Run(step, release);
            // Without its invalidation a release is not announced, and is recorded so.
            if (!step.Stale && !_completed.Contains(release, StringComparer.Ordinal))
                _completed.Add(release);
        }
        catch (KilledException)
        {
            // What is under test is what the next run makes of it.
        }
        finally
        {
            Cloud.Restart();
            Cloud.InvalidationFails = null;
            _announcements.ExpectNothing();
        }
    }

    private async Task Run(Step step, string release)
    {
        if (step is Step.Return)
        {
            await Return(release);
            return;
        }

        await _announcements.Expect(await Wanted(release));
        await _bench.Ship(Built(release), release);
    }

    /// <summary>About as many as the run makes: a look at everything, and then two calls for each write that is planned, and some for the records.</summary>
    private async Task<int> CallsOf(Step step, string release)
    {
        Cloud.Restart();
        var plan = step is Step.Ship ? await _bench.Plan(Built(release)) : await _bench.Shipper().PlanReturn(Built(release), SiteBench.Place, release, Ct);
        return Cloud.Calls + (2 * plan.Uploads.Count) + plan.Removals.Count + 8;
    }

    private string Next(Tree tree)
    {
        var release = $"r{++_runs}";
        _published.Add(release, tree);
        _bench.Build(release, tree.Files(Home));
        return release;
    }

    private StaticSite Built(string release) => _published[release].Define(_bench.Site with { Source = release });

    private async Task<IReadOnlyDictionary<string, SiteFile>> Wanted(string release) =>
        (await new SiteFolder(_bench.Root, TimeProvider.System).Read(Built(release), Ct)).ToDictionary(file => file.Key, StringComparer.Ordinal);

    private Task<SiteResult> Return(string release) => _bench.Shipper().Return(Built(release), SiteBench.Place, release, Ct);

    /// <summary>Bucket, edge and records are at one build.</summary>
    /// <param name="built">A release with that build.</param>
    /// <param name="live">The release that is recorded as live.</param>
    private async Task IsExactly(string built, string live)
    {
        var wanted = await Wanted(built);
        Stores(wanted);
        foreach (var (key, file) in wanted)
            Assert.Equal($"{File.ReadAllText(file.LocalPath!)} [{file.Headers.CacheControl}]", Cloud.Viewed(key));
        Assert.DoesNotContain(Cloud.Ghosts(), path => !Tree.MayStay(path[Home.Length..]));

        var state = (await new SiteLedger(Cloud, _bench.Site.Name).State(Ct)).State;
        Assert.Equal(("live", null), (state.State, state.PendingInvalidation));
        // Where the last run found something that no record explains, what it took over has a name of its own.
        Assert.Contains(state.Release, new[] { live, $"adopted-r{_runs}" });
        Assert.Empty(state.Touching);

        // And nothing is left to do.
        var plan = await _bench.Plan(Built(built));
        Assert.False(state.Release == live ? plan.ChangesSomething : plan.ChangesFiles, string.Join('\n', plan.Lines()));
    }

    private void Stores(IReadOnlyDictionary<string, SiteFile> wanted)
    {
        Assert.Empty(Scenario.ForeignKeys.Take(_scenario.Foreign).Concat(wanted.Keys).Except(Cloud.Objects.Keys));
        foreach (var (key, stored) in Cloud.Objects)
        {
            if (wanted.TryGetValue(key, out var file))
                Assert.Equal((key, file.Sha256, file.Headers), (key, Convert.ToHexStringLower(SHA256.HashData(stored.Content)), stored.Headers));
            else if (Scenario.ForeignKeys.Contains(key, StringComparer.Ordinal))
                Assert.Equal(($"theirs {key}", "text/x-theirs"), (Encoding.UTF8.GetString(stored.Content), stored.Headers.ContentType));
            else
                Assert.True(Tree.MayStay(key[Folder.Length..]), $"{key} is left of another release");
        }
    }

    /// <summary>What edges were told to drop although it never changes.</summary>
    private IEnumerable<string> NeedlesslyInvalidated()
    {
        _writes.AddRange(Cloud.TakeLog());
        var scripts = Tree.Scripts.Select(script => Home + script).ToList();
        return _writes
            .Where(write => write.StartsWith("invalidate ", StringComparison.Ordinal))
            .SelectMany(write => write["invalidate ".Length..].Split(' '))
            .Where(path => scripts.Exists(script => path.EndsWith('*') ? script.StartsWith(path[..^1], StringComparison.Ordinal) : path == script));
    }

    /// <summary>Whoever notices a new announcement loads the pages again: they must be there, on every edge.</summary>
    private sealed class Announcements
    {
        private readonly SiteCloud _cloud;
        private Dictionary<string, string> _pages = [];
        private HashSet<string> _beacons = [];

        public Announcements(SiteCloud cloud)
        {
            _cloud = cloud;
            _cloud.Before = Look;
        }

        /// <summary>Announcements that were made while a page was missing or of another release.</summary>
        public List<string> Early { get; } = [];

        public async Task Expect(IReadOnlyDictionary<string, SiteFile> wanted)
        {
            _beacons = [.. wanted.Keys.Where(key => Tree.Announces(Path.GetFileName(key)))];
            _pages = [];
            foreach (var (key, file) in wanted.Where(file => file.Value.Class == FileClass.Document))
                _pages[key] = $"{await File.ReadAllTextAsync(file.LocalPath!, Ct)} [{file.Headers.CacheControl}]";
        }

        public void ExpectNothing() => (_pages, _beacons) = ([], []);

        private void Look(string write)
        {
            if (write.Split(' ', 2) is not ["put", var key] || !_beacons.Contains(key))
                return;

            Early.AddRange(_pages.Where(page => !_cloud.Objects.ContainsKey(page.Key) || _cloud.Viewed(page.Key) != page.Value).Select(page => $"{key} while {page.Key} was another"));
        }
    }
}
