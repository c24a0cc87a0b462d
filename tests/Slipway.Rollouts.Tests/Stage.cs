using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Aws;
using Slipway.Images;
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
    private readonly TemporaryFolder _cloudFolder;
    private readonly VersionTasks _tasks;
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
        await stage.Git(ct, "init", "--quiet", "--initial-branch", "main");
        return stage;
    }

    /// <summary>Commits a version and puts its image into the registry, where the next deploy finds it.</summary>
    public Task Commit(ShopVersion version, CancellationToken ct) => Commit(Shop.With(Rollout.Rolling), _ => version, ct);

    /// <summary>The same for an application of several services, each in a folder of its name.</summary>
    /// <param name="versionOf">What a service is, by its name.</param>
    public async Task Commit(Application application, Func<string, ShopVersion> versionOf, CancellationToken ct)
    {
        foreach (var service in application.Services)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Root, service.Image.Context)).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), "FROM scratch\nCOPY version.txt /\n", ct);
            await File.WriteAllTextAsync(Path.Combine(folder, "version.txt"), versionOf(service.Name).Name, ct);
        }

        await Git(ct, "add", "--all");
        await Git(
            ct, "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty",
            "--message", string.Join(", ", application.Services.Select(service => versionOf(service.Name).Name)));
        await Push(application, versionOf, ct);
    }

    /// <summary>Deploys what is committed, in this process.</summary>
    public Task<Outcome> Deploy(Rollout rollout, CancellationToken ct) => Run(Shop.With(rollout), (release, token) => release.Deploy(token), ct);

    /// <summary>Deploys what is committed, once the lease of a run that was killed is over.</summary>
    public Task<Outcome> DeployWhenFree(Rollout rollout, CancellationToken ct) => Run(Shop.With(rollout), (release, token) => release.Deploy(token), ct, LockWait.Wait);

    /// <summary>Nothing is left of a run that was killed: no lock, no open release, and one version with all the weight that answers alone.</summary>
    public async Task IsSettled(string version, Uri shop, CancellationToken ct)
    {
        Assert.Equal(new Dictionary<string, int> { [version] = 100 }, await Answering(shop, ct));
        Assert.True((await Weights(ct)).Values.Count(weight => weight > 0) == 1, string.Join(", ", await Weights(ct)));

        var application = Shop.With(Rollout.Rolling);
        var store = new ReleaseStore(_session, application, DeployEnvironment.Local, new Tempo(Speed), new Told(), TimeProvider.System);
        Assert.Null(await store.Lock.Holder(ct));
        Assert.All(await store.Ledger.Recent(100, ct), release => Assert.NotNull(release.Ended));
    }

    /// <summary>Waits until one version has all weight and answers alone, as ECS sees to by itself after a run was stopped.</summary>
    public async Task SettlesOn(string version, Uri shop, CancellationToken ct)
    {
        for (var look = 0; look < 150; look++)
        {
            var answering = await Answering(shop, ct);
            if (answering.Count == 1 && answering.ContainsKey(version) && (await Weights(ct)).Values.Count(weight => weight > 0) == 1)
                return;

            await Task.Delay(100, ct);
        }

        Assert.Fail($"{string.Join(", ", await Answering(shop, ct))} answer with weights {string.Join(", ", await Weights(ct))}, not {version} alone");
    }

    /// <summary>Runs something of a release, as a target does.</summary>
    /// <param name="output">Null: one of the run's own.</param>
    /// <param name="way">How the run reaches the cloud; null: directly.</param>
    public async Task<Outcome> Run(
        Application application, Func<Release, CancellationToken, Task<ReleaseRecord>> work, CancellationToken ct, LockWait wait = LockWait.Refuse, Told? output = null, Uri? way = null)
    {
        output ??= new Told();
        var request = RequestOf(application, Root, way ?? Aws, Speed) with { Wait = wait };
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);
        var release = new Release(request, tools, output, TimeProvider.System);
        try
        {
            return new Outcome(await work(release, ct), output.Text);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new Outcome(release.Broken(Verdict.Stopped), output.Text);
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

    /// <summary>Makes an alarm on a metric of the shop's load balancer, or of its first target group.</summary>
    public async Task Alarm(string name, string metric, string statistic, double above, CancellationToken ct, bool ofGroup = false)
    {
        var balancers = await _session.LoadBalancing.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest(), ct);
        using var calls = new CloudWatchCalls(Aws);
        await calls.Put(name, metric, statistic, above, balancers.LoadBalancers!.Single().LoadBalancerArn!.Split(":loadbalancer/")[1], ofGroup ? await FirstGroup(ct) : null, ct);
    }

    private async Task<string> FirstGroup(CancellationToken ct)
    {
        var groups = await _session.LoadBalancing.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { Names = ["shop-web"] }, ct);
        return "targetgroup/" + groups.TargetGroups!.Single().TargetGroupArn!.Split(":targetgroup/")[1];
    }

    /// <summary>Makes an alarm that is in a state until it is put into another.</summary>
    public async Task Alarm(string name, string state, CancellationToken ct)
    {
        using var calls = new CloudWatchCalls(Aws);
        await calls.PutQuiet(name, ct);
        await calls.Set(name, state, ct);
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

    /// <summary>Pushes the images that a deploy of the work tree would build, under the tags that it would look for.</summary>
    private async Task Push(Application application, Func<string, ShopVersion> versionOf, CancellationToken ct)
    {
        using var tools = new ReleaseTools(RequestOf(application, Root, Aws, Speed), Processes, new Told(), TimeProvider.System);
        var plan = await tools.Images.Plan(
            ImageSource.Of(application), commit: new string('0', 40), rebuild: false, new Dictionary<(string Service, string Container), LiveImage>(), shared: false, ct);
        var registry = new AwsImageRegistry(_session.Ecr);
        using var client = new RegistryClient(Aws, (await registry.Credentials(_cloud.RegistryHost, ct)).Password.Reveal());
        foreach (var step in plan.Steps)
        {
            if (step.Repository is null)
                await registry.Create(step.Source.Repository, ct);

            var version = versionOf(step.Source.Service);
            var pushed = await client.PushImage(step.Source.Repository, step.InputTag, version.Name);
            _tasks.Know(pushed.Headers["Docker-Content-Digest"], version);
        }
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

    /// <summary>Where the shop is; a run that is broken off does not say.</summary>
    public Uri Url => First ?? new(Record.Urls["web"]);

    public Uri? First { get; init; }
}
