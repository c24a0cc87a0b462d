using System.Text.Json.Nodes;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Traffic;

namespace Slipway.Tests.Services;

public sealed class ReturnPlanTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly EcsService Web = Provisioning.ImpliedInfrastructureTests.Service("web", route: null);
    private static readonly Infrastructure Network = new() { Cluster = "prod", Subnets = ["a"], SecurityGroups = ["sg"], ExecutionRole = "execution" };
    private static readonly Application Chat = new("chat") { Environments = [Prod], Services = [Web] };

    [Fact]
    public void An_active_revision_is_used_as_it_is_and_nothing_else_of_the_service_is_touched()
    {
        var plan = Plan(Running("web:2", "COMPLETED"), Revision("web:2", "two"), Revision("web:1", "one"));

        Assert.Equal(new TaskDefinitionStep.Reuse("web:1"), plan.TaskDefinition);
        var update = Assert.IsType<ServiceStep.Update>(plan.Service);
        Assert.Equal((new ServiceChange(), true, "web:2"), (update.Change, update.NewTaskDefinition, update.Undo.TaskDefinition));
        Assert.Equal(
            ["web", "  use task definition web:1", "  update service chat-web", "    task definition", "      containerDefinitions[web].image: two -> one"],
            plan.Lines().Take(5));
        Assert.Empty(plan.Before);
    }

    [Fact]
    public void What_runs_already_is_kept_under_either_number()
    {
        Assert.Equal(
            (new TaskDefinitionStep.Keep("web:1"), new ServiceStep.Nothing()),
            Steps(Plan(Running("web:1", "COMPLETED"), Revision("web:1", "one"), Revision("web:1", "one"))));
        Assert.Equal(
            (new TaskDefinitionStep.Keep("web:3"), new ServiceStep.Nothing()),
            Steps(Plan(Running("web:3", "COMPLETED"), Revision("web:3", "one"), Revision("web:1", "one", "INACTIVE"))));
    }

    [Fact]
    public void A_revision_that_was_deregistered_is_registered_again_unless_its_content_has_a_newer_number()
    {
        var register = Assert.IsType<TaskDefinitionStep.Register>(Plan(Running("web:2", "COMPLETED"), Revision("web:2", "two"), Revision("web:1", "one", "INACTIVE")).TaskDefinition);
        Assert.Equal("one", $"{register.Content["containerDefinitions"]![0]!["image"]}");
        Assert.Equal(["web:1 was deregistered; its content is registered again", "containerDefinitions[web].image: two -> one"], register.Differences);

        var reuse = Plan(Running("web:2", "COMPLETED"), Revision("web:2", "two"), Revision("web:1", "one", "INACTIVE"), newest: Revision("web:3", "one"));
        Assert.Equal(new TaskDefinitionStep.Reuse("web:3"), reuse.TaskDefinition);
    }

    [Fact]
    public void What_is_on_its_way_there_is_followed_and_what_failed_is_tried_again()
    {
        var following = Plan(Running("web:1", "IN_PROGRESS"), Revision("web:1", "one"), Revision("web:1", "one"));
        Assert.Equal("d-IN_PROGRESS", Assert.IsType<ServiceStep.Follow>(following.Service).Deployment.Id);

        var again = Plan(Running("web:1", "FAILED"), Revision("web:1", "one"), Revision("web:1", "one"));
        Assert.True(Assert.IsType<ServiceStep.Update>(again.Service).Change.Force);
    }

    [Fact]
    public void Where_ECS_moves_traffic_all_of_it_moves_at_once_and_the_service_keeps_its_own_way_afterwards()
    {
        var stepped = DeploymentSettings.Of(Rollout.Stepped(10, 50), hasTestRule: false);
        var seen = Running("web:2", "COMPLETED");

        var plan = Plan(seen with { Settings = seen.Settings with { Deployment = stepped } }, Revision("web:2", "two"), Revision("web:1", "one"));

        var sent = Assert.IsType<ServiceStep.Update>(plan.Service).Change.Deployment!;
        Assert.Equal(("BLUE_GREEN", 0, null, 0), (sent.Strategy, sent.BakeMinutes, sent.Step, sent.Pauses.Count));
        Assert.Equal(stepped.AtRest.ToString(), plan.Rest!.ToString());
        Assert.Equal(TimeSpan.Zero, Assert.IsType<BlueGreenRollout>(plan.Rollout).BakeTime);
    }

    [Fact]
    public void What_waited_for_another_service_goes_back_before_it()
    {
        var api = Provisioning.ImpliedInfrastructureTests.Service("api", route: null) with { DependsOn = ["web"] };
        var seen = Running("web:2", "COMPLETED");

        var plan = ReturnPlan.Create(
            Chat with { Services = [Web, api] }, Prod, Network,
            [.. new[] { Web, api }.Select(service => new ServiceReturn(service, new ObservedService(seen, Revision("web:2", "two")), Revision("web:1", "one")))]);

        Assert.Equal(["api", "web"], plan.Waves.Select(wave => Assert.Single(wave)));
    }

    [Fact]
    public void Of_a_pair_only_the_weights_move_while_the_other_side_runs_what_is_wanted()
    {
        var plan = OfPair(blue: Seen("chat-web-blue", "web:1"), green: Seen("chat-web-green", "web:2"));

        Assert.Equal(("chat-web-blue", new TaskDefinitionStep.Keep("web:1"), new ServiceStep.Nothing()), (plan.EcsName, plan.TaskDefinition, plan.Service));
        Assert.Equal((PairSide.Blue, null, true), (plan.Shift!.To, plan.Shift.Holds, plan.ChangesSomething));
    }

    [Fact]
    public void A_side_that_runs_something_else_gets_the_revision_and_one_that_is_gone_is_made_like_the_other()
    {
        var updated = OfPair(blue: Seen("chat-web-blue", "web:0"), green: Seen("chat-web-green", "web:2"));
        Assert.Equal(("chat-web-blue", new TaskDefinitionStep.Reuse("web:1"), PairSide.Blue), (updated.EcsName, updated.TaskDefinition, updated.Shift!.To));
        Assert.IsType<ServiceStep.Update>(updated.Service);

        var made = OfPair(blue: null, green: Seen("chat-web-green", "web:2"));
        Assert.Equal(("chat-web-blue", 2), (made.EcsName, Assert.IsType<ServiceStep.Create>(made.Service).DesiredCount));
    }

    private static ServicePlan OfPair(ObservedService? blue, ObservedService green)
    {
        var pair = Provisioning.ImpliedInfrastructureTests.Service("web", Route.Default) with { Rollout = Rollout.ServicePair(10, 50) };
        var behind = Network with
        {
            TargetGroups = new Dictionary<string, string> { ["web"] = "blue-group" },
            Traffic = new Dictionary<string, TrafficInfrastructure> { ["web"] = new("green-group", "rule") },
        };
        var rule = new TrafficRule("rule", ["forward"], [new GroupWeight("blue-group", 0), new GroupWeight("green-group", 100)]);
        return ReturnPlan.Create(
            Chat with { Services = [pair] }, Prod, behind,
            [new ServiceReturn(pair, Seen: null, Revision("web:1", "one")) { Pair = new PairObservation(blue, green, rule) }]).Services.Single();
    }

    private static ObservedService Seen(string name, string taskDefinition) =>
        new(FakeEcs.Snap(name, new DeploymentSnapshot("d", "PRIMARY", taskDefinition, "COMPLETED", FakeEcs.T0, 2, 2)), Revision(taskDefinition, taskDefinition));

    private static (TaskDefinitionStep, ServiceStep) Steps(ServicePlan plan) => (plan.TaskDefinition, plan.Service);

    private static ServicePlan Plan(ServiceSnapshot seen, TaskDefinitionRevision running, TaskDefinitionRevision to, TaskDefinitionRevision? newest = null) =>
        ReturnPlan.Create(Chat, Prod, Network, [new ServiceReturn(Web, new ObservedService(seen, running), to) { Newest = newest }]).Services.Single();

    private static ServiceSnapshot Running(string taskDefinition, string state) =>
        FakeEcs.Snap("chat-web", new DeploymentSnapshot($"d-{state}", "PRIMARY", taskDefinition, state, FakeEcs.T0, 2, 2));

    private static TaskDefinitionRevision Revision(string arn, string image, string status = "ACTIVE") => new(arn, JsonNode.Parse(
        $$"""{ "taskDefinitionArn": "{{arn}}", "family": "chat-prod-web", "status": "{{status}}", "containerDefinitions": [{ "name": "web", "image": "{{image}}" }] }""")!.AsObject());
}
