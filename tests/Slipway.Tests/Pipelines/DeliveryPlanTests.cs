using Slipway.Pipelines;
using Tests.Shared;

namespace Slipway.Tests.Pipelines;

public sealed class DeliveryPlanTests
{
    [Fact]
    public void The_plan_of_an_application_with_an_approved_environment_is_as_approved() => Approved.Matches(PlanText.Of(Shops.Plan), "plan.shop");

    [Fact]
    public void An_environment_without_a_branch_is_deployed_by_hand_alone_and_can_still_go_back()
    {
        var plan = DeliveryPlanner.Plan([Shops.Shop with { Environments = [DeployEnvironment.Local, Shops.Dev with { Branch = null }] }], new Delivery());

        Assert.Equal(["ci", "rollback"], plan.Stages.Select(stage => stage.Name));
    }

    [Fact]
    public void What_is_only_rehearsed_has_checks_alone()
    {
        var plan = DeliveryPlanner.Plan([Shops.Shop with { Environments = [DeployEnvironment.Local] }], new Delivery());

        Assert.Equal(["ci: pipelines"], plan.Stages.Select(stage => $"{stage.Name}: {string.Join(", ", stage.Jobs.Select(job => job.Id))}"));
        Assert.Empty(plan.Trusts);
    }

    [Fact]
    public void Several_applications_have_stages_of_their_own_and_are_named_in_commands()
    {
        var plan = DeliveryPlanner.Plan([Shops.Shop, Shops.Shop with { Name = "mail" }], new Delivery());

        Assert.Equal(
            ["ci", "deploy-shop-dev", "deploy-shop-prod", "deploy-mail-dev", "deploy-mail-prod", "rollback-shop", "rollback-mail"],
            plan.Stages.Select(stage => stage.Name));
        foreach (var job in plan.Stages.Skip(1).SelectMany(stage => stage.Jobs.Select(job => (stage.Application, job))))
        {
            var words = job.job.Steps.OfType<PipelineStep.Build>().Single().Words.OfType<Word.Literal>().Select(word => word.Text).ToList();
            Assert.Equal(job.Application!.Name, words[words.IndexOf("--application") + 1]);
        }
    }

    [Fact]
    public void No_job_that_runs_the_code_of_a_pull_request_takes_a_role_or_writes()
    {
        var checks = Assert.Single(DeliveryPlanner.Plan([Shops.Shop], new Delivery { Checks = [new("Test")] }).Stages, stage => stage.Kind == StageKind.Checks);

        Assert.All(checks.Jobs, job => Assert.Equal([Capability.ReadSource], job.Capabilities));
    }

    [Fact]
    public void A_rollback_has_another_gate_and_another_role_than_the_deploy_that_must_be_approved()
    {
        var deploy = Shops.Plan.Stages.Single(stage => stage.Name == "deploy-prod").Jobs.Single(job => job.Id == "deploy");
        var back = Shops.Plan.Stages.Single(stage => stage.Name == "rollback").Jobs.Single(job => job.Id == "rollback-prod");

        Assert.Equal(("production", "production-rollback"), (deploy.Gate!.Name, back.Gate!.Name));
        Assert.Equal(
            ("arn:aws:iam::444455556666:role/slipway-shop-prod-deploy", "arn:aws:iam::444455556666:role/slipway-shop-prod-rollback"),
            (deploy.Role!.Arn, back.Role!.Arn));
        Assert.DoesNotContain(Shops.Plan.Trusts, trust => trust.Role == deploy.Role && trust.Gate != "production");
    }

    [Fact]
    public void Nothing_that_may_wait_for_an_approval_stands_in_a_queue()
    {
        Assert.All(Shops.Plan.Stages.Where(stage => stage.Jobs.Any(job => job.Gate is { IsGuarded: true })), stage => Assert.Equal(Overlap.Allowed, stage.Overlap));
        Assert.Equal(Overlap.Queued, Shops.Plan.Stages.Single(stage => stage.Name == "deploy-dev").Overlap);
    }

    [Fact]
    public void A_deploy_may_take_longer_where_its_services_may()
    {
        var slow = Shops.Shop with { Services = [.. Shops.Shop.Services.Select(service => service with { Before = [new("migrate", ["./migrate"]) { Timeout = TimeSpan.FromHours(2) }] })] };

        Assert.Equal(
            LongestRun.OfDeploy(Shops.Shop, Shops.Prod) + TimeSpan.FromMinutes(4 * 60 - 15),
            LongestRun.OfDeploy(slow, Shops.Prod));
        Assert.True(LongestRun.OfDeploy(Shops.Shop, Shops.Prod) >= LongestRun.OfDeploy(Shops.Shop, Shops.Dev) + TimeSpan.FromMinutes(30));
    }
}
