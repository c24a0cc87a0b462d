using System.Net.Http.Json;
using Slipway.Aws;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Rollouts;
using Slipway.Sites;

namespace Slipway.Publishing;

/// <summary>A rehearsal cloud in this process and a repository whose builds are published there. Nothing but the containers, of which there are none, is left out.</summary>
internal sealed class SiteStage : IAsyncDisposable
{
    // The lease of the lock is five seconds at this speed: enough for a machine that has other things to do.
    private const double Speed = 120;

    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private readonly TemporaryFolder _repository = new();
    private readonly TemporaryFolder _cloudFolder;
    private readonly NoTasks _tasks;
    private readonly RehearsalCloud _cloud;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private int _released;

    private SiteStage(RehearsalCloud cloud, NoTasks tasks, TemporaryFolder cloudFolder)
    {
        (_cloud, _tasks, _cloudFolder) = (cloud, tasks, cloudFolder);
        Session = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
    }

    public Uri Aws => _cloud.AwsEndpoint;

    public AwsSession Session { get; }

    /// <summary>How many releases have been published so far.</summary>
    public int Released => Volatile.Read(ref _released);

    /// <summary>Bucket and distribution of the site.</summary>
    public SiteInfrastructure Place { get; private set; } = null!;

    /// <summary>Where people find the site.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A stage with bucket and distribution, and no release.</summary>
    public static async Task<SiteStage> Set(CancellationToken ct)
    {
        var tasks = new NoTasks();
        var folder = new TemporaryFolder();
        var stage = new SiteStage(await RehearsalCloud.Start(new RehearsalOptions(folder.Path, _ => tasks) { Speed = Speed }, ct), tasks, folder);
        await stage.Git(ct, "init", "--quiet", "--initial-branch", "main");
        await File.WriteAllTextAsync(Path.Combine(stage._repository.Path, ".gitignore"), $"{Site.Folder}/\n.nuke/\n", ct);
        await stage.Git(ct, "add", "--all");

        using var tools = stage.Tools(new Told());
        stage.Place = (await tools.Rehearsal!.Ensure(Site.Application, DeployEnvironment.Local, ct)).Sites[Site.Web.Name];
        stage.Address = await tools.Sites.Address(Site.Web, stage.Place, ct);
        return stage;
    }

    /// <summary>A stage with a build on it.</summary>
    public static async Task<SiteStage> With(int build, CancellationToken ct)
    {
        var stage = await Set(ct);
        await stage.Build(build, ct);
        var first = await stage.Deploy(ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);
        return stage;
    }

    /// <summary>Builds, and commits what it was built from.</summary>
    public async Task Build(int number, CancellationToken ct)
    {
        await SiteBuild.Of(number).Write(Path.Combine(_repository.Path, Site.Folder), ct);
        await Git(ct, "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "--message", $"build {number}");
    }

    /// <summary>Deploys what was built last, in this process.</summary>
    /// <param name="wait">Whether it waits until the lease of a run that was killed is over.</param>
    public async Task<Outcome> Deploy(CancellationToken ct, LockWait wait = LockWait.Refuse)
    {
        var output = new Told();
        var request = Request() with { Wait = wait };
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);
        var release = new Release(request, tools, output, TimeProvider.System);
        try
        {
            var record = await release.Deploy(ct);
            if (record.ExitCode == 0)
                Interlocked.Increment(ref _released);
            return new Outcome((Verdict)record.ExitCode, output.Text);
        }
        catch (DeployException exception)
        {
            return new Outcome(exception.Verdict, $"{output.Text}\n{exception.Message}");
        }
    }

    /// <summary>Deploys what was built last in a process of its own.</summary>
    /// <param name="way">How it reaches the cloud; null: directly.</param>
    /// <param name="place">Bucket and distribution in an environment that is not the rehearsal; null: the rehearsal's own.</param>
    public Task<CommandResult> DeployApart(CancellationToken ct, Uri? way = null, SiteInfrastructure? place = null) =>
        DeployProcess.Run(new(_repository.Path, way ?? Aws, Speed, place?.Bucket, place?.Distribution), ct);

    /// <summary>Makes the release bucket of the environment that is not the rehearsal.</summary>
    public Task Bootstrap(CancellationToken ct) =>
        Store(Site.Environment(Place)).Bootstrap.Run(Site.Application, Site.Environment(Place), ct);

    /// <summary>Switches these faults on, and all others off.</summary>
    public async Task Faults(CancellationToken ct, params IReadOnlyList<object> faults)
    {
        using var answer = await _http.PutAsJsonAsync(new Uri(Aws, "/_slipway/faults"), faults, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>What the next deploy would do.</summary>
    public async Task<SitePlan> Plan(CancellationToken ct)
    {
        using var tools = Tools(new Told());
        return await tools.Sites.Plan(Site.Web, Place, ct);
    }

    /// <summary>The bucket, the edge and the records are at one build, nothing is left of a run that was killed, and nothing is left to do.</summary>
    public async Task IsExactly(int build, CancellationToken ct)
    {
        await Serves(build, ct);
        await Stores(build, ct);

        var store = Store(DeployEnvironment.Local);
        var state = (await new SiteLedger(store.Bucket, Site.Web.Name).State(ct)).State;
        Assert.Equal(("live", null), (state.State, state.PendingInvalidation));
        Assert.Empty(state.Touching);
        Assert.Null(await store.Lock.Holder(ct));
        Assert.All(await store.Ledger.Recent(100, ct), release => Assert.NotNull(release.Ended));

        var plan = await Plan(ct);
        Assert.False(plan.ChangesSomething, string.Join('\n', plan.Lines()));
    }

    /// <summary>Every file of a build comes from the edge, with and without compression, and no page that the build does not have.</summary>
    public async Task Serves(int build, CancellationToken ct)
    {
        foreach (var compressed in new[] { false, true })
        {
            using var viewer = new Viewer(Address, compressed);
            foreach (var (path, text) in SiteBuild.Of(build).Files)
            {
                var (status, seen) = await viewer.Look($"/{path}", ct);
                Assert.True(status == 200 && seen == text, $"/{path} of build {build} is answered with {status} {seen}");
            }

            if (!SiteBuild.Of(build).Files.ContainsKey(SiteBuild.PassingPage))
                Assert.True((await viewer.Look($"/{SiteBuild.PassingPage}", ct)).Status is 403 or 404, $"a page that build {build} does not have is still there");
            Assert.Equal(SiteBuild.Of(build).Files["index.html"], (await viewer.Look("/", ct)).Text);
        }
    }

    /// <summary>The builds up to <paramref name="newest"/> whose scripts are still in the bucket.</summary>
    public async Task<IReadOnlyList<int>> Kept(int newest, CancellationToken ct)
    {
        var there = (await Bucket(ct)).Keys.ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, newest + 1).Where(build => SiteBuild.Of(build).Files.Keys.All(name => !name.StartsWith("assets/", StringComparison.Ordinal) || there.Contains(name)))];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Session.Dispose();
        await _cloud.DisposeAsync();
        _cloudFolder.Dispose();
        _repository.Dispose();
    }

    /// <summary>The bucket holds the build as it should be, and beside it what earlier builds left for open tabs.</summary>
    private async Task Stores(int build, CancellationToken ct)
    {
        var wanted = (await new SiteFolder(_repository.Path, TimeProvider.System).Read(Site.Web, ct)).ToDictionary(file => file.Key, StringComparer.Ordinal);
        Assert.Equal(SiteBuild.Of(build).Files.Keys, wanted.Keys.Order(StringComparer.Ordinal));

        var bucket = await Bucket(ct);
        Assert.Empty(wanted.Keys.Except(bucket.Keys));
        foreach (var (key, found) in bucket)
        {
            if (wanted.TryGetValue(key, out var file))
                Assert.Equal((key, SiteBuild.Of(build).Files[key], file.Headers), (key, found.Text, found.Headers));
            else
                Assert.False(SiteBuild.IsPage(key), $"{key} is left of another build");
        }
    }

    /// <summary>Text and headers of everything in the bucket, by key.</summary>
    private async Task<IReadOnlyDictionary<string, (string Text, SiteHeaders Headers)>> Bucket(CancellationToken ct)
    {
        Dictionary<string, (string Text, SiteHeaders Headers)> all = new(StringComparer.Ordinal);
        var listed = await Session.S3.ListObjectsV2Async(new Amazon.S3.Model.ListObjectsV2Request { BucketName = Place.Bucket }, ct);
        Assert.NotEqual(true, listed.IsTruncated);
        foreach (var item in listed.S3Objects ?? [])
        {
            using var found = await Session.S3.GetObjectAsync(Place.Bucket, item.Key, ct);
            using var reader = new StreamReader(found.ResponseStream);
            all.Add(item.Key, (await reader.ReadToEndAsync(ct), new SiteHeaders(found.Headers.ContentType, found.Headers.CacheControl)));
        }

        return all;
    }

    private ReleaseRequest Request() => Site.Request(_repository.Path, Aws, Speed);

    private ReleaseTools Tools(Told output) => new(Request(), Processes, output, TimeProvider.System);

    private ReleaseStore Store(DeployEnvironment environment) => new(Session, Site.Application, environment, new Tempo(Speed), new Told(), TimeProvider.System);

    private async Task Git(CancellationToken ct, params IReadOnlyList<string> arguments)
    {
        var result = await Processes.Run(new Command("git", arguments) { Directory = _repository.Path }, onLine: null, ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}

/// <param name="Text">Everything that the run said.</param>
internal sealed record Outcome(Verdict Verdict, string Text);
