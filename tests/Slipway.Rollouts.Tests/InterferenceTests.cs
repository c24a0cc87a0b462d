using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Rollouts;

/// <summary>Somebody else does something while a version is deployed.</summary>
public sealed class InterferenceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> OfEcs => [.. Strategies.All.Where(strategy => strategy != Strategies.ServicePair)];

    public static TheoryData<string> Shifted => [.. Strategies.All.Where(strategy => strategy != Strategies.Rolling)];

    [Theory]
    [MemberData(nameof(OfEcs))]
    public async Task A_newer_deployment_of_somebody_else_supersedes_this_one(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two"))
        {
            Meanwhile = async (place, told, ct) =>
            {
                await told.Says(said => said is Services.RolloutMoved).WaitAsync(ct);
                // A third revision: what runs is registered once more under a new number.
                var running = (await place.Session.Ecs.DescribeServicesAsync(new DescribeServicesRequest { Cluster = "shop", Services = ["shop-web"] }, ct)).Services![0];
                var first = running.TaskDefinition![..running.TaskDefinition!.LastIndexOf(':')] + ":1";
                await place.Session.Ecs.UpdateServiceAsync(
                    new UpdateServiceRequest { Cluster = "shop", Service = "shop-web", TaskDefinition = first, ForceNewDeployment = true }, ct);
            },
        }.Play(stage, Ct);

        Assert.True(ending.Outcome.Verdict == Verdict.Superseded, ending.Outcome.Text);
        Assert.Contains("superseded by", ending.Outcome.Text, StringComparison.Ordinal);
        Assert.Empty(ending.Failed);
    }

    [Fact]
    public async Task Weights_that_somebody_else_moves_are_not_fought_over()
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(Strategies.ServicePair, new ShopVersion("two"))
        {
            Meanwhile = async (place, told, ct) =>
            {
                await told.Says(said => said.Text.Contains("holds at 10%", StringComparison.Ordinal)).WaitAsync(ct);
                var listener = (await place.Session.LoadBalancing.DescribeListenersAsync(
                    new DescribeListenersRequest
                    {
                        LoadBalancerArn = (await place.Session.LoadBalancing.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest(), ct)).LoadBalancers![0].LoadBalancerArn,
                    },
                    ct)).Listeners![0];
                var groups = listener.DefaultActions![0].ForwardConfig!.TargetGroups!;
                groups.ForEach(group => group.Weight = group.Weight > 50 ? 100 : 0);
                await place.Session.LoadBalancing.ModifyListenerAsync(new ModifyListenerRequest { ListenerArn = listener.ListenerArn, DefaultActions = listener.DefaultActions }, ct);
            },
        }.Play(stage, Ct);

        ending.Is(Verdict.Superseded, "one");
        Assert.Empty(ending.Failed);
    }

    [Theory]
    [MemberData(nameof(OfEcs))]
    public async Task A_person_who_stops_the_deployment_is_told_of(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two"))
        {
            Meanwhile = async (place, told, ct) =>
            {
                await told.Says(said => said is Services.RolloutMoved).WaitAsync(ct);
                var deployments = await place.Session.Ecs.ListServiceDeploymentsAsync(new ListServiceDeploymentsRequest { Cluster = "shop", Service = "shop-web" }, ct);
                await place.Session.Ecs.StopServiceDeploymentAsync(
                    new StopServiceDeploymentRequest { ServiceDeploymentArn = deployments.ServiceDeployments![0].ServiceDeploymentArn }, ct);
            },
        }.Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
        Assert.Contains("StopServiceDeployment", ending.Outcome.Text, StringComparison.Ordinal);
        Assert.Empty(ending.Failed);
    }

    [Theory]
    [MemberData(nameof(Shifted))]
    public async Task A_question_that_nobody_answers_takes_the_version_back(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two"))
        {
            Rollout = ((ShiftedRollout)Strategies.Of(strategy)).Ask(within: TimeSpan.FromMinutes(3)),
        }.Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
        Assert.Contains("Proceed", ending.Outcome.Text, StringComparison.Ordinal);
        Assert.Empty(ending.Failed);
    }

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_signal_takes_the_version_back(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        using var signal = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two"))
        {
            Signal = signal.Token,
            Meanwhile = async (_, told, ct) =>
            {
                await told.Says(said => said is Services.RolloutMoved).WaitAsync(ct);
                await signal.CancelAsync();
            },
        }.Play(stage, Ct);

        Assert.True(ending.Outcome.Verdict == Verdict.Stopped, ending.Outcome.Text);
        await stage.SettlesOn("one", ending.Outcome.Url, Ct);
        Assert.Empty(ending.Failed);
    }
}
