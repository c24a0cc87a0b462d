using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Slipway.Aws;
using Slipway.Gates;
using Slipway.Output;
using Slipway.Provisioning;
using Slipway.Rehearsal;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Tests.Images;
using Slipway.Traffic;

namespace Slipway.Tests.Services.Pair;

/// <summary>A rehearsal cloud in this process in which one service is deployed as a pair. Its tasks are servers that answer their version.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PairStage : IWeights, IAsyncDisposable
{
    private const double Speed = 60;

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly ServicePairRollout Pair = Rollout.ServicePair(10, 50, 90).Bake(TimeSpan.FromMinutes(1));

    private readonly TemporaryFolder _folder;
    private readonly RehearsalCloud _cloud;
    private readonly IOutput _output;
    private readonly AwsWeights _weights;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private int _written;
    private int? _killAfter;

    private PairStage(TemporaryFolder folder, RehearsalCloud cloud, IOutput output)
    {
        (_folder, _cloud, _output) = (folder, cloud, output);
        Session = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
        _weights = new AwsWeights(Session.LoadBalancing);
    }

    public AwsSession Session { get; }

    /// <summary>What gates say.</summary>
    public Func<GateAnswer> Judge { get; set; } = () => GateAnswer.Pass;

    /// <summary>Happens after each write of weights, given its number.</summary>
    public Func<int, Task> OnWritten { get; set; } = _ => Task.CompletedTask;

    private Infrastructure Infrastructure { get; set; } = null!;

    private Uri Address { get; set; } = null!;

    public static async Task<PairStage> Set(IOutput output)
    {
        var folder = new TemporaryFolder();
        var cloud = await RehearsalCloud.Start(new RehearsalOptions(folder.Path, _ => new ServingTasks()) { Speed = Speed }, Ct);
        var stage = new PairStage(folder, cloud, output);
        var shop = Shop(Pair);
        stage.Infrastructure = await new AwsRehearsalInfrastructure(
            stage.Session.Ecs, new AwsRehearsalBalancing(stage.Session.LoadBalancing), new AwsRehearsalSites(stage.Session.S3, stage.Session.CloudFront))
            .Ensure(ImpliedInfrastructure.Of(shop, DeployEnvironment.Local), DeployEnvironment.Local, Ct);
        stage.Address = new Uri((await new AwsAddresses(stage.Session.LoadBalancing).Of(shop.Services, DeployEnvironment.Local, stage.Infrastructure.TargetGroups, Ct))["web"]);
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        Session.Dispose();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    public async Task<ServiceResult> Deploy(string version, Rollout? rollout = null) => await Apply(await Plan(version, rollout));

    public async Task<ServicesPlan> Plan(string version, Rollout? rollout = null)
    {
        var shop = Shop(rollout ?? Pair);
        var seen = await new ServicesObserver(new AwsEcs(Session.Ecs), new AwsLogs(Session.Logs), new AwsSecrets(Session.Secrets), this).Observe(shop, DeployEnvironment.Local, Infrastructure, Ct);
        var images = new Dictionary<string, string> { ["web"] = $"registry/{version}@sha256:1" };
        return ServicesPlan.Create(shop, DeployEnvironment.Local, Infrastructure, new Shipped("c0ffee", "r1", images), seen);
    }

    /// <summary>Goes back to a revision, as a rollback does.</summary>
    public async Task<ServiceResult> Return(int revision)
    {
        var shop = Shop(Pair);
        var ecs = new AwsEcs(Session.Ecs);
        var content = (await ecs.TaskDefinition($"shop-local-web:{revision}", Ct))!;
        var to = new TaskDefinitionRevision(content["taskDefinitionArn"]!.GetValue<string>(), content);
        var seen = await new PairObserver(ecs, this).Observe(shop, shop.Services[0], Infrastructure, Ct);
        return await Apply(ReturnPlan.Create(shop, DeployEnvironment.Local, Infrastructure, [new ServiceReturn(shop.Services[0], seen.Blue!, to) { Pair = seen }]));
    }

    public async Task<ServiceResult> Apply(ServicesPlan plan, CancellationToken? ct = null) =>
        Assert.Single(await Deployer().Apply(plan, detach: false, ct ?? Ct));

    public async Task<ServiceResult> TakeBack(ServicesPlan plan, ServiceResult done, string why) =>
        Assert.Single(await Deployer().TakeBack(plan, [done], why, Ct));

    /// <summary>Deploys, and dies right after some write of weights.</summary>
    public async Task Killed(string version, int afterWrites)
    {
        (_killAfter, _written) = (afterWrites, 0);
        await Assert.ThrowsAsync<Killing>(() => Deploy(version));
        _killAfter = null;
    }

    public async Task<string> Weights() => Named((await _weights.Read([Rule], Ct))[Rule].Shown);

    public async Task SetWeights(int blue, int green)
    {
        var now = (await _weights.Read([Rule], Ct))[Rule];
        await _weights.Write(Rule, now.Groups, [new(Infrastructure.TargetGroups["web"], blue), new(Infrastructure.Traffic["web"].AlternateTargetGroup, green)], Ct);
    }

    /// <summary>The plan with the sides' words in place of the names of their target groups.</summary>
    public string Shown(ServicesPlan plan) => Named(string.Join('\n', plan.Text.Split('\n').Where(line => !line.StartsWith("    ", StringComparison.Ordinal))));

    /// <summary>The versions that answer to forty requests.</summary>
    public async Task<IReadOnlyList<string>> Answers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _client.GetStringAsync(Address, Ct)));
        return [.. answers.Select(answer => answer.Split(' ')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public Visitors Visit() => new(Address);

    Task<IReadOnlyDictionary<string, TrafficRule>> IWeights.Read(IReadOnlyCollection<string> rules, CancellationToken ct) => _weights.Read(rules, ct);

    async Task<WeightsWritten> IWeights.Write(string rule, IReadOnlyList<GroupWeight> from, IReadOnlyList<GroupWeight> to, CancellationToken ct)
    {
        var written = await _weights.Write(rule, from, to, ct);
        await OnWritten(++_written);
        return _written == _killAfter ? throw new Killing() : written;
    }

    private string Rule => Infrastructure.Traffic["web"].Rule;

    private ServicesDeployer Deployer() => new(
        new AwsEcs(Session.Ecs), new AwsTasks(Session.Ecs), new AwsLogs(Session.Logs), new AwsTargetHealth(Session.LoadBalancing), this,
        (gates, _, _, _) => Task.FromResult(new GateReport([.. gates.Select(gate => new GateFinding(gate, Judge(), "judged"))])), Gating.Nobody, FakeSnapshots.None, new Tempo(Speed), _output, TimeProvider.System);

    private static string Named(string text) => text.Replace("shop-web-alt ", "green ", StringComparison.Ordinal).Replace("shop-web ", "blue ", StringComparison.Ordinal);

    private static Application Shop(Rollout rollout) => new("shop")
    {
        Environments = [DeployEnvironment.Local],
        Services =
        [
            new("web")
            {
                Image = new DockerImage("web"),
                Size = FargateSize.Of(256, 512),
                Port = 8080,
                Health = new HealthCheck("/health") { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2) },
                Route = Route.Default with { Draining = TimeSpan.FromSeconds(10) },
                Variables = { ["DATABASE_URL"] = "none" },
                StopTimeout = TimeSpan.FromSeconds(5),
                Rollout = rollout,
            },
        ],
    };

    /// <summary>The end of a process: nothing catches it.</summary>
    private sealed class Killing : Exception;

    /// <summary>Two people who use the service all the time.</summary>
    internal sealed class Visitors : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly ConcurrentQueue<string> _failed = new();
        private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
        private readonly Task _coming;
        private int _asked;

        public Visitors(Uri address) => _coming = Task.WhenAll(Come(address), Come(address));

        public int Asked => _asked;

        /// <summary>Requests that were not answered with 200, until now; nobody comes any more.</summary>
        public async Task<int> Failed()
        {
            await _end.CancelAsync();
            await _coming;
            return _failed.Count;
        }

        public async ValueTask DisposeAsync()
        {
            await Failed();
            _client.Dispose();
            _end.Dispose();
        }

        private async Task Come(Uri address)
        {
            while (!_end.IsCancellationRequested)
            {
                try
                {
                    using var answer = await _client.GetAsync(address, CancellationToken.None);
                    Interlocked.Increment(ref _asked);
                    if (!answer.IsSuccessStatusCode)
                        _failed.Enqueue($"{(int)answer.StatusCode}");
                }
                catch (HttpRequestException exception)
                {
                    _failed.Enqueue(exception.Message);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
