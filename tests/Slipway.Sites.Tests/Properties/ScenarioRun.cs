using System.Runtime.Versioning;
using System.Text;
using Slipway.Sites;
using Slipway.Tests.Sites;

namespace Slipway.Publishing.Properties;

/// <summary>Plays a <see cref="Scenario"/> against S3 and CloudFront in memory, and looks whether all is as it should be.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScenarioRun : IDisposable
{
    public static readonly IReadOnlyList<string> Foreign = ["other/index.html", "keep.txt", "assets/theirs.js"];

    private readonly Dictionary<string, Tree> _published = new(StringComparer.Ordinal);
    private readonly List<string> _completed = [];
    private readonly Scenario _scenario;
    private readonly SiteBench _bench;
    private readonly List<string> _writes = [];
    private int _runs;

    public ScenarioRun(Scenario scenario)
    {
        _scenario = scenario;
        _bench = new SiteBench(new SiteCloud { Kms = scenario.Kms });
        foreach (var key in Foreign.Take(scenario.Foreign))
            Cloud.PutForeign(key, $"theirs {key}", "text/x-theirs");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SiteCloud Cloud => _bench.Cloud;

    public void Dispose() => _bench.Dispose();

    public async Task Play()
    {
        foreach (var step in _scenario.Before)
            await Suffer(step);

        if (_scenario.Last is Step.Return { To: var to })
            await GoBack(to);
        else
            await ShipAndTakeBack(((Step.Ship)_scenario.Last).Tree);
    }

    private async Task GoBack(int to)
    {
        if (_completed.Count == 0)
            return;

        var release = _completed[to % _completed.Count];
        await Run(() => Return(release));
        await IsExactly(_published[release], release);
    }

    /// <summary>The release before comes back from what is kept of it, also when it is taken back at once.</summary>
    private async Task ShipAndTakeBack(Tree tree)
    {
        var release = Next(tree);
        var plan = await _bench.Plan(Built(release));
        var result = await _bench.Shipper().Apply(plan, release, Ct);
        await IsExactly(tree, result.Release);
        if (plan.Previous is not { } previous || !_completed.Contains(previous, StringComparer.Ordinal) || result.Release != release)
            return;

        Assert.True(await _bench.Shipper().TakeBack(plan, release, "because of a test", Ct));
        await IsExactly(_published[previous], previous);
    }

    private async Task Suffer(Step step)
    {
        if (step is Step.Return && _completed.Count == 0)
            return;

        var release = step switch
        {
            Step.Ship ship => Next(ship.Tree),
            Step.Return back => _completed[back.To % _completed.Count],
            _ => throw new InvalidOperationException(),
        };
        Func<Task> run = step is Step.Ship ? () => _bench.Ship(Built(release), release) : () => Return(release);
        if (step.Killed is { } part)
        {
            Cloud.Restart();
            (Cloud.KillAt, Cloud.KillAfterEffect) = ((int)(part * await CallsOf(step, release)), step.AfterEffect);
        }

        Cloud.InvalidationFails = step.Stale ? () => new DeployException("cloudfront:CreateInvalidation was refused.") : null;
        try
        {
            await Run(run);
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
        }
    }

    /// <summary>About as many as the run makes: a look at everything, and then a call for each write that is planned, and some for the records.</summary>
    private async Task<int> CallsOf(Step step, string release)
    {
        var plan = step is Step.Ship ? await _bench.Plan(Built(release)) : await _bench.Shipper().PlanReturn(Built(release), SiteBench.Place, release, Ct);
        var looked = Cloud.Calls;
        Cloud.Restart();
        return looked + (2 * plan.Uploads.Count) + plan.Removals.Count + 8;
    }

    private async Task Run(Func<Task> run)
    {
        try
        {
            await run();
        }
        finally
        {
            _writes.AddRange(Cloud.TakeLog());
        }
    }

    private string Next(Tree tree)
    {
        var release = $"r{++_runs}";
        _published.Add(release, tree);
        _bench.Build(release, tree.Files);
        return release;
    }

    private StaticSite Built(string release) => _published[release].Define(_bench.Site with { Source = release });

    private Task<SiteResult> Return(string release) => _bench.Shipper().Return(Built(release), SiteBench.Place, release, Ct);

    /// <summary>Bucket, edge and records are at one build.</summary>
    private async Task IsExactly(Tree tree, string release)
    {
        var site = Built(_published.First(one => one.Value == tree).Key);
        var wanted = (await new SiteFolder(_bench.Root).Read(site, Ct)).ToDictionary(file => file.Key, StringComparer.Ordinal);
        Stores(wanted);
        Serves(wanted);
        Assert.Empty(Cloud.Broken);

        var (state, _) = await new SiteLedger(Cloud, site.Name).State(Ct);
        Assert.Equal(("live", release, null), (state.State, state.Release, state.PendingInvalidation));
        Assert.Empty(state.Touching);

        // And nothing is left to do.
        _writes.AddRange(Cloud.TakeLog());
        var plan = await _bench.Plan(site);
        Assert.False(plan.ChangesSomething, string.Join('\n', plan.Lines()));
    }

    private void Stores(Dictionary<string, SiteFile> wanted)
    {
        foreach (var (key, file) in wanted)
        {
            Assert.True(Cloud.Objects.TryGetValue(key, out var stored), $"{key} is missing");
            Assert.Equal((key, file.Sha256, file.Headers), (key, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stored.Content)), stored.Headers));
        }

        foreach (var (key, stored) in Cloud.Objects.Where(item => !wanted.ContainsKey(item.Key)))
        {
            if (Foreign.Contains(key, StringComparer.Ordinal))
                Assert.Equal(($"theirs {key}", "text/x-theirs"), (Encoding.UTF8.GetString(stored.Content), stored.Headers.ContentType));
            else
                Assert.True(Tree.MayStay(key), $"{key} is left of another release");
        }

        Assert.Empty(Foreign.Take(_scenario.Foreign).Except(Cloud.Objects.Keys));
    }

    private void Serves(Dictionary<string, SiteFile> wanted)
    {
        var seen = Cloud.Seen().ToDictionary(line => Cloud.Objects.Keys.Where(key => line.StartsWith($"{key} ", StringComparison.Ordinal)).MaxBy(key => key.Length)!, StringComparer.Ordinal);
        foreach (var (key, file) in wanted)
            Assert.Equal($"{key} {Encoding.UTF8.GetString(Cloud.Objects[key].Content)} [{file.Headers.CacheControl}]", seen[key]);
        Assert.DoesNotContain(Cloud.Ghosts(), path => !Tree.MayStay(path[1..]));
    }

    /// <summary>What was invalidated that edges need not fetch again: files that never change.</summary>
    public IEnumerable<string> NeedlesslyInvalidated => _writes
        .Where(write => write.StartsWith("invalidate ", StringComparison.Ordinal))
        .SelectMany(write => write["invalidate ".Length..].Split(' '))
        .Where(path => Tree.Scripts.Any(script => path.EndsWith('*') ? $"/{script}".StartsWith(path[..^1], StringComparison.Ordinal) : path == $"/{script}"));
}
