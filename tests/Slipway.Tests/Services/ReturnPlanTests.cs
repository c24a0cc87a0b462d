using System.Text.Json.Nodes;
using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class ReturnPlanTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly EcsService Web = Provisioning.ImpliedInfrastructureTests.Service("web", route: null);
    private static readonly Infrastructure There = new() { Cluster = "prod", Subnets = [], SecurityGroups = [], ExecutionRole = "role" };
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
            plan.Lines());
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

    private static (TaskDefinitionStep, ServiceStep) Steps(ServicePlan plan) => (plan.TaskDefinition, plan.Service);

    private static ServicePlan Plan(ServiceSnapshot seen, TaskDefinitionRevision running, TaskDefinitionRevision to, TaskDefinitionRevision? newest = null) =>
        ReturnPlan.Create(Chat, Prod, There, [new ServiceReturn(Web, new ObservedService(seen, running), to) { Newest = newest }]).Services.Single();

    private static ServiceSnapshot Running(string taskDefinition, string state) =>
        FakeEcs.Snap("chat-web", new DeploymentSnapshot($"d-{state}", "PRIMARY", taskDefinition, state, FakeEcs.T0, 2, 2));

    private static TaskDefinitionRevision Revision(string arn, string image, string status = "ACTIVE") => new(arn, JsonNode.Parse(
        $$"""{ "taskDefinitionArn": "{{arn}}", "family": "chat-prod-web", "status": "{{status}}", "containerDefinitions": [{ "name": "web", "image": "{{image}}" }] }""")!.AsObject());
}
