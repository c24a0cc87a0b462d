using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Aws;
using Slipway.Gates;
using Slipway.Output;
using Slipway.Pauses;
using Slipway.Releases;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Rehearsal.Pauses;

/// <summary>Pauses of a whole cloud, answered while the run that deploys holds the lock.</summary>
public sealed class AnsweringTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly Application Shop = new("shop")
    {
        Environments = [DeployEnvironment.Local],
        Services = [new("web") { Image = new DockerImage("web"), Size = FargateSize.Of(cpu: 256, memoryMiB: 512), Rollout = Rollout.Stepped(50) }],
    };

    private readonly TemporaryFolder _folder = new();
    private readonly Told _output = new();
    private RehearsalCloud _cloud = null!;
    private AwsSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new ServingTasks()) { Speed = 60 }, Ct);
        _session = new AwsSession(DeployEnvironment.Local, _cloud.AwsEndpoint);
        await _session.CheckCaller(Ct);
        await new Bootstrap(new AwsReleaseBucketSetup(_session.S3, DeployEnvironment.Local), _output).Ensure(Shop, DeployEnvironment.Local, Ct);
        await Service();
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    private IReleaseBucket Bucket => new AwsReleaseBucket(_session.S3, Shop, DeployEnvironment.Local, TimeProvider.System);

    [Fact]
    public async Task A_deployment_that_waits_is_let_on_and_then_taken_back_while_its_run_holds_the_lock()
    {
        await using var held = await new DeployLock(Bucket, LockTimes.Loopback, _output, TimeProvider.System)
            .Take(LockOwner.Of("ci", "r1", _ => null, TimeProvider.System), LockWait.Refuse, Ct);
        Assert.Contains("  under way  nothing\n", (await Assert.ThrowsAsync<DeployException>(() => Answer(PersonAnswer.Proceed))).Message, StringComparison.Ordinal);

        await Deploy("example/v2");
        await Answer(PersonAnswer.Proceed);
        await Until(deployment => Waits(deployment) && deployment.TargetServiceRevision?.RequestedProductionTrafficWeight == 50);
        await Answer(PersonAnswer.Proceed);
        await Until(deployment => deployment.Status?.Value == "SUCCESSFUL");

        await Deploy("example/v3");
        await Answer(PersonAnswer.Abort);
        await Until(deployment => deployment.Status?.Value == "ROLLBACK_SUCCESSFUL");

        held.Demand();
        Assert.Equal(
            [(PersonAnswer.Proceed, 0.0, false), (PersonAnswer.Proceed, 50.0, true), (PersonAnswer.Abort, 0.0, false)],
            _output.Events.OfType<PauseAnswered>().Select(one => (one.Answer, one.Deployment.Percent ?? -1, one.SkipsHold)));
        Assert.All(_output.Events.OfType<PauseAnswered>(), one => Assert.True(one.Deployment.Stage == "PRE_PRODUCTION_TRAFFIC_SHIFT" && one.Pause is { GoesBack: true, Until: not null }, one.Text));
        Assert.Equal(
            ["0 Abort arn:aws:iam::000000000000:root", "50 Proceed arn:aws:iam::000000000000:root"],
            (await new QuestionBook(Bucket).All(Ct)).Select(one => $"{one.Document.Hold} {one.Document.Answer!.Answer} {one.Document.Answer.Who}"));
    }

    private Task Answer(PersonAnswer answer) =>
        new Answering(new AwsPauses(_session.Ecs), new QuestionBook(Bucket), _session.Caller!, _output, TimeProvider.System)
            .Answer(answer, Shop, DeployEnvironment.Local, "main", only: null, Ct);

    private async Task Deploy(string image)
    {
        await _session.Ecs.UpdateServiceAsync(new UpdateServiceRequest { Cluster = "main", Service = "shop-web", TaskDefinition = await Register(image) }, Ct);
        await Until(deployment => Waits(deployment) && deployment.TargetServiceRevision?.RequestedProductionTrafficWeight == 0);
    }

    /// <summary>A service that runs behind two target groups, and whose next deployments wait before each half of the traffic.</summary>
    private async Task Service()
    {
        await _session.Ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = "main" }, Ct);
        var balancer = (await _session.LoadBalancing.CreateLoadBalancerAsync(new CreateLoadBalancerRequest { Name = "public", Subnets = ["subnet-a", "subnet-b"] }, Ct)).LoadBalancers![0].LoadBalancerArn;
        var (blue, green) = (await Group("blue"), await Group("green"));
        var listener = (await _session.LoadBalancing.CreateListenerAsync(
            new CreateListenerRequest
            {
                LoadBalancerArn = balancer,
                Protocol = ProtocolEnum.HTTP,
                Port = LoadBalancing.Cloud.FreePort(),
                DefaultActions =
                [
                    new Action
                    {
                        Type = ActionTypeEnum.Forward,
                        ForwardConfig = new() { TargetGroups = [new() { TargetGroupArn = blue, Weight = 1 }, new() { TargetGroupArn = green, Weight = 0 }] },
                    },
                ],
            },
            Ct)).Listeners![0].ListenerArn;
        var rule = (await _session.LoadBalancing.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener }, Ct)).Rules![0].RuleArn;
        await _session.Ecs.CreateServiceAsync(
            new CreateServiceRequest
            {
                Cluster = "main",
                ServiceName = "shop-web",
                TaskDefinition = await Register("example/v1"),
                DesiredCount = 1,
                LaunchType = LaunchType.FARGATE,
                NetworkConfiguration = new() { AwsvpcConfiguration = new() { Subnets = ["subnet-a"] } },
                DeploymentConfiguration = new()
                {
                    Strategy = DeploymentStrategy.LINEAR,
                    LinearConfiguration = new() { StepPercent = 50, StepBakeTimeInMinutes = 0 },
                    BakeTimeInMinutes = 0,
                    LifecycleHooks =
                    [
                        new()
                        {
                            TargetType = DeploymentLifecycleHookTargetType.PAUSE,
                            LifecycleStages = ["PRE_PRODUCTION_TRAFFIC_SHIFT"],
                            TimeoutConfiguration = new() { TimeoutInMinutes = 120, Action = DeploymentLifecycleHookAction.ROLLBACK },
                        },
                    ],
                },
                LoadBalancers =
                [
                    new()
                    {
                        TargetGroupArn = blue,
                        ContainerName = "app",
                        ContainerPort = 8080,
                        AdvancedConfiguration = new() { AlternateTargetGroupArn = green, ProductionListenerRule = rule, RoleArn = "arn:aws:iam::000000000000:role/ecs" },
                    },
                ],
            },
            Ct);
        await Until(deployment => deployment.Status?.Value == "SUCCESSFUL");
    }

    private async Task<string> Group(string name) => (await _session.LoadBalancing.CreateTargetGroupAsync(
        new CreateTargetGroupRequest
        {
            Name = name,
            Protocol = ProtocolEnum.HTTP,
            Port = 8080,
            VpcId = "vpc-1",
            TargetType = TargetTypeEnum.Ip,
            HealthCheckPath = "/health",
            HealthCheckIntervalSeconds = 5,
            HealthCheckTimeoutSeconds = 2,
            HealthyThresholdCount = 2,
        },
        Ct)).TargetGroups![0].TargetGroupArn!;

    private async Task<string> Register(string image) => (await _session.Ecs.RegisterTaskDefinitionAsync(
        new RegisterTaskDefinitionRequest
        {
            Family = "web",
            RequiresCompatibilities = ["FARGATE"],
            NetworkMode = NetworkMode.Awsvpc,
            Cpu = "256",
            Memory = "512",
            ContainerDefinitions =
            [
                new() { Name = "app", Image = image, PortMappings = [new() { ContainerPort = 8080 }], Environment = [new() { Name = "DATABASE_URL", Value = "" }] },
            ],
        },
        Ct)).TaskDefinition!.TaskDefinitionArn!;

    private static bool Waits(ServiceDeployment deployment) => (deployment.LifecycleHookDetails ?? []).Any(hook => hook.Status == DeploymentLifecycleHookStatus.AWAITING_ACTION);

    /// <summary>Waits until the newest deployment is so, at most two minutes.</summary>
    private async Task Until(Func<ServiceDeployment, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var listed = (await _session.Ecs.ListServiceDeploymentsAsync(new ListServiceDeploymentsRequest { Cluster = "main", Service = "shop-web" }, limit.Token)).ServiceDeployments ?? [];
            if (listed.MaxBy(deployment => deployment.CreatedAt)?.ServiceDeploymentArn is { } newest)
            {
                var described = await _session.Ecs.DescribeServiceDeploymentsAsync(new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [newest] }, limit.Token);
                if (condition(described.ServiceDeployments![0]))
                    return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    private sealed class Told : IOutput
    {
        public List<OutputEvent> Events { get; } = [];

        public void Emit(OutputEvent happened)
        {
            lock (Events)
                Events.Add(happened);
        }
    }
}
