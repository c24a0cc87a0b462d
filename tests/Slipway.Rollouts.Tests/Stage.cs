using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Aws;
using Slipway.Images;
using Slipway.Output;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Rehearsal.Ecr;
using Slipway.Releases;

namespace Slipway.Rollouts;

/// <summary>
/// A rehearsal cloud in this process and a repository with the shop in it. Everything is real but the containers: each task is a server of its own,
/// and images are pushed to the registry without docker.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private readonly TemporaryFolder _repository = new();
    private readonly TemporaryFolder _cloudFolder = new();
    private readonly VersionTasks _tasks = new();
    private readonly AwsSession _session;
    private readonly RehearsalCloud _cloud;

    private Stage(RehearsalCloud cloud, VersionTasks tasks, TemporaryFolder cloudFolder, double speed)
    {
        (_cloud, _tasks, _cloudFolder, Speed) = (cloud, tasks, cloudFolder, speed);
        _session = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
    }

    /// <summary>What the cloud answers at.</summary>
    public Uri Aws => _cloud.AwsEndpoint;

    public string Root => _repository.Path;

    public double Speed { get; }

    public AwsSession Session => _session;

    public static async Task<Stage> Set(CancellationToken ct, double speed = 60)
    {
        var tasks = new VersionTasks();
        var folder = new TemporaryFolder();
        var cloud = await RehearsalCloud.Start(new RehearsalOptions(folder.Path, _ => tasks) { Speed = speed }, ct);
        var stage = new Stage(cloud, tasks, folder, speed);
        Directory.CreateDirectory(Path.Combine(stage.Root, "web"));
        await stage.Git(ct, "init", "--quiet", "--initial-branch", "main");
        return stage;
    }

    /// <summary>Commits a version and puts its image into the registry, where the next deploy finds it.</summary>
    public async Task Commit(ShopVersion version, CancellationToken ct)
    {
        await File.WriteAllTextAsync(Path.Combine(Root, "web", "Dockerfile"), "FROM scratch\nCOPY version.txt /\n", ct);
        await File.WriteAllTextAsync(Path.Combine(Root, "web", "version.txt"), version.Name, ct);
        await Git(ct, "add", "--all");
        await Git(ct, "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "--message", version.Name);
        await Push(version, ct);
    }

    /// <summary>Deploys what is committed, in this process.</summary>
    public Task<Outcome> Deploy(Rollout rollout, CancellationToken ct) => Run(Shop.With(rollout), (release, token) => release.Deploy(token), ct);

    /// <summary>Deploys what is committed, once the lease of a run that was killed is over.</summary>
    public Task<Outcome> DeployWhenFree(Rollout rollout, CancellationToken ct) => Run(Shop.With(rollout), (release, token) => release.Deploy(token), ct, LockWait.Wait);

    /// <summary>Nothing is left of a run that was killed: no lock, no open release, one version on all weights, and Status finds nothing to say.</summary>
    public async Task IsSettled(string version, Uri shop, CancellationToken ct)
    {
        Assert.Equal(new Dictionary<string, int> { [version] = 100 }, await Answering(shop, ct));
        Assert.True((await Weights(ct)).Values.Count(weight => weight > 0) == 1, string.Join(", ", await Weights(ct)));

        var application = Shop.With(Rollout.Rolling);
        var store = new ReleaseStore(_session, application, DeployEnvironment.Local, new Tempo(Speed), new Told(), TimeProvider.System);
        Assert.Null(await store.Lock.Holder(ct));
        Assert.All(await store.Ledger.Recent(100, ct), release => Assert.NotNull(release.Ended));
    }

    /// <summary>Runs something of a release, as a target does.</summary>
    public async Task<Outcome> Run(Application application, Func<Release, CancellationToken, Task<ReleaseRecord>> work, CancellationToken ct, LockWait wait = LockWait.Refuse)
    {
        var output = new Told();
        var request = RequestOf(application, Root, Aws, Speed) with { Wait = wait };
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);
        var release = new Release(request, tools, output, TimeProvider.System);
        try
        {
            return new Outcome(await work(release, ct), output.Text);
        }
        catch (DeployException exception)
        {
            return new Outcome(release.Broken(exception.Verdict), $"{output.Text}\n{exception.Message}");
        }
    }

    public static ReleaseRequest RequestOf(Application application, string root, Uri aws, double speed) =>
        new(root, application, DeployEnvironment.Local, aws, new DockerConnection("/bin/false", "unix:///none"), Rebuild: false) { Tempo = new Tempo(speed) };

    /// <summary>The versions that answer now, by share of a hundred requests; <c>failed</c> for what is not answered with 200.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Answering(Uri shop, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var answers = new List<string>();
        for (var request = 0; request < 100; request++)
        {
            using var answer = await http.GetAsync(shop, ct);
            answers.Add(answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(ct) : "failed");
        }

        return answers.CountBy(answer => answer).ToDictionary();
    }

    /// <summary>The weight of every target group that the shop's listener forwards to, by the group's name.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Weights(CancellationToken ct)
    {
        var balancers = await _session.LoadBalancing.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest(), ct);
        var listeners = await _session.LoadBalancing.DescribeListenersAsync(
            new DescribeListenersRequest { LoadBalancerArn = balancers.LoadBalancers!.Single().LoadBalancerArn }, ct);
        var action = listeners.Listeners![0].DefaultActions!.Single();
        return action.ForwardConfig?.TargetGroups is { Count: > 0 } groups
            ? groups.ToDictionary(group => group.TargetGroupArn!.Split('/')[^2], group => group.Weight ?? 0)
            : new Dictionary<string, int> { [action.TargetGroupArn!.Split('/')[^2]] = 100 };
    }

    /// <summary>Begins to send requests, and lets the versions know what share of them they have.</summary>
    public Visitors Visit(Uri shop, int perSecond = 40)
    {
        var visitors = new Visitors(shop, perSecond);
        _tasks.Share = visitors.Share;
        return visitors;
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _cloud.DisposeAsync();
        await _tasks.DisposeAsync();
        _cloudFolder.Dispose();
        _repository.Dispose();
    }

    /// <summary>Pushes the image that a deploy of the work tree would build, under the tag that it would look for.</summary>
    private async Task Push(ShopVersion version, CancellationToken ct)
    {
        using var tools = new ReleaseTools(RequestOf(Shop.With(Rollout.Rolling), Root, Aws, Speed), Processes, new Told(), TimeProvider.System);
        var step = (await tools.Images.Plan(ImageSource.Of(Shop.With(Rollout.Rolling)), commit: new string('0', 40), rebuild: false, ct)).Steps.Single();
        var registry = new AwsImageRegistry(_session.Ecr);
        if (step.Repository is null)
            await registry.Create(step.Source.Repository, ct);

        using var client = new RegistryClient(Aws, (await registry.Credentials(_cloud.RegistryHost, ct)).Password.Reveal());
        var pushed = await client.PushImage(step.Source.Repository, step.InputTag, version.Name);
        _tasks.Know(pushed.Headers["Docker-Content-Digest"], version);
    }

    private async Task Git(CancellationToken ct, params IReadOnlyList<string> arguments)
    {
        var result = await Processes.Run(new Command("git", arguments) { Directory = Root }, onLine: null, ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}

/// <param name="Text">Everything that the run said.</param>
internal sealed record Outcome(ReleaseRecord Record, string Text)
{
    public Verdict Verdict => (Verdict)Record.ExitCode;

    public Uri Url => new(Record.Urls["web"]);
}

/// <summary>Keeps what a run says.</summary>
internal sealed class Told : IOutput
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<OutputEvent> _events = new();

    public IReadOnlyList<OutputEvent> Events => [.. _events];

    public string Text => string.Join('\n', _events.Select(happened => happened.Text));

    public void Emit(OutputEvent happened) => _events.Enqueue(happened);
}
