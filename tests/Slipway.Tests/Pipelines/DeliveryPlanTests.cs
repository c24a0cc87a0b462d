using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Workflows;
using Slipway.Tests.Pipelines.CodePipeline;
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
            ["ci", "deploy-shop-dev", "deploy-shop-prod", "deploy-mail-dev", "deploy-mail-prod", "rollback-shop", "rollback-mail", "rollback-check-shop", "rollback-check-mail"],
            plan.Stages.Select(stage => stage.Name));
        foreach (var job in plan.Stages.Skip(1).SelectMany(stage => stage.Jobs.Select(job => (stage.Application, job))))
        {
            var words = job.job.Steps.OfType<PipelineStep.Build>().Single().Words.OfType<Word.Literal>().Select(word => word.Text).ToList();
            Assert.Equal(job.Application!.Name, words[words.IndexOf("--application") + 1]);
        }
    }

    [Fact]
    public void Each_application_is_delivered_by_what_it_asks_for_and_from_its_own_repository()
    {
        var mail = Shops.Shop with { Name = "mail", Repository = "acme/mail", CodePipeline = AwsShops.Settings };
        var plan = DeliveryPlanner.Plan([Shops.Shop with { Repository = "acme/shop" }, mail], new Delivery());

        Assert.Equal(["ci", "deploy-shop-dev", "deploy-shop-prod", "rollback-shop", "rollback-check-shop"], plan.OnGitHub.Stages.Select(stage => stage.Name));
        Assert.All(PipelineDesign.Of(plan), pipeline => Assert.Equal(("mail", "acme/mail"), (pipeline.Application.Name, pipeline.Repository)));
        Assert.Equal(["ci", "deploy-mail-dev", "deploy-mail-prod", "rollback-mail", "rollback-check-mail"], plan.In("Acme/Mail").Stages.Select(stage => stage.Name));
        Assert.Equal(["ci"], plan.In("ann/mail").Stages.Select(stage => stage.Name));
    }

    [Fact]
    public void A_job_that_ships_runs_in_the_repository_of_its_application_alone_and_checks_run_in_every_one()
    {
        var plan = DeliveryPlanner.Plan([Shops.Shop with { Repository = "acme/shop" }], Shops.Delivery);
        var conditions = plan.Stages.SelectMany(stage => stage.Jobs.Select(job => (stage.Kind, job.Id, If: WorkflowExpressions.Condition(stage, job)))).ToList();

        Assert.All(conditions.Where(one => one.Kind != StageKind.Checks), one => Assert.Contains("github.repository == 'acme/shop'", one.If, StringComparison.Ordinal));
        Assert.All(conditions.Where(one => one.Kind == StageKind.Checks), one => Assert.DoesNotContain("github.repository", $"{one.If}", StringComparison.Ordinal));
        Assert.Contains("github.repository == 'acme/shop' && inputs.environment == 'dev'", conditions.Select(one => one.If));
        Assert.Contains("${{ !cancelled() && github.repository == 'acme/shop' && github.ref == 'refs/heads/develop' && needs.changes.result == 'success' && (needs.images.result == 'success' || needs.images.result == 'skipped') }}", conditions.Select(one => one.If));
    }

    [Fact]
    public void No_job_that_runs_the_code_of_a_pull_request_takes_a_role_or_writes()
    {
        var checks = Assert.Single(DeliveryPlanner.Plan([Shops.Shop], new Delivery { Checks = [new("Test")] }).Stages, stage => stage.Kind == StageKind.Checks);

        Assert.Equal(["pipelines", "test", "changes", "images"], checks.Jobs.Select(job => job.Id));
        Assert.All(checks.Jobs, job => Assert.Subset(new HashSet<Capability> { Capability.ReadSource, Capability.WriteSummary }, job.Capabilities.ToHashSet()));
        Assert.All(checks.Jobs, job => Assert.Null(job.Role));
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
    public void Images_of_several_services_are_built_by_a_role_that_only_pushes_before_anybody_is_asked_and_the_deploy_builds_none()
    {
        var jobs = Shops.Plan.Stages.Single(stage => stage.Name == "deploy-prod").Jobs;

        Assert.Equal(["changes", "images", "review", "deploy", "announce"], jobs.Select(job => job.Id));
        Assert.Equal(
            [RolePurpose.Review, RolePurpose.Push, RolePurpose.Review, RolePurpose.Deploy, null],
            jobs.Select(job => job.Role?.Purpose));
        Assert.Equal([null, null, null, "production", null], jobs.Select(job => job.Gate?.Name));
        Assert.All(jobs.Where(job => job.Id is "review" or "deploy"), job => Assert.Contains(new Word.Literal("--prebuilt"), job.Steps.OfType<PipelineStep.Build>().Single().Words));
        Assert.Contains(Shops.Plan.Trusts, trust => trust is { Role.Arn: "arn:aws:iam::444455556666:role/slipway-shop-prod-push", Gate: null, Branch: "main" });
        Assert.DoesNotContain(jobs[0].Steps, step => step.Name == "Install node");
        Assert.Contains(jobs[1].Steps, step => step.Name == "Install node");
    }

    [Fact]
    public void One_service_needs_no_jobs_for_its_image_and_is_still_built_for_a_pull_request()
    {
        var plan = DeliveryPlanner.Plan([Shops.Shop with { Services = [Shops.Shop.Services[1]] }], new Delivery());

        Assert.Equal(["deploy"], plan.Stages.Single(stage => stage.Name == "deploy-dev").Jobs.Select(job => job.Id));
        Assert.Equal(["review", "deploy"], plan.Stages.Single(stage => stage.Name == "deploy-prod").Jobs.Select(job => job.Id));
        Assert.DoesNotContain(plan.Stages.SelectMany(stage => stage.Jobs).SelectMany(job => job.Steps).OfType<PipelineStep.Build>(), build => build.Words.Contains(new Word.Literal("--prebuilt")));
        var images = plan.Stages[0].Jobs[^1];
        Assert.Equal(("images", 0, null), (images.Id, images.Matrix.Count, images.Condition));
        Assert.Equal([new("BASE", new VariableValue.Base())], images.Steps.Single().Variables);
    }

    [Fact]
    public void Sites_alone_have_no_images() =>
        Assert.DoesNotContain(
            DeliveryPlanner.Plan([Shops.Shop with { Services = [] }], new Delivery()).Stages.SelectMany(stage => stage.Jobs),
            job => job.Id is "changes" or "images");

    [Theory]
    [InlineData(200, 200, 40)]
    [InlineData(256, 256, 40)]
    [InlineData(257, 256, 70)]
    [InlineData(600, 256, 100)]
    public void A_matrix_has_256_jobs_at_most_and_each_as_long_as_its_services_need(int services, int jobs, int minutes)
    {
        var images = DeliveryPlanner.Plan([Shops.Of(services)], new Delivery()).Stages.Single(stage => stage.Name == "deploy-dev").Jobs.Single(job => job.Id == "images");

        var axis = Assert.Single(images.Matrix);
        Assert.Equal((jobs, new VariableValue.Output("changes", "services")), (axis.Values.Count, axis.From));
        Assert.Equal(TimeSpan.FromMinutes(minutes), images.Timeout);
    }

    [Fact]
    public void The_way_back_is_looked_at_every_day_on_the_default_branch_where_a_branch_is_delivered()
    {
        var plan = DeliveryPlanner.Plan([Shops.Shop, Shops.Shop with { Name = "mail", Environments = [Shops.Dev with { Branch = null }] }], new Delivery { DefaultBranch = "trunk" });

        var check = Assert.Single(plan.Stages, stage => stage.Kind == StageKind.RollbackCheck);
        Assert.Equal([new Trigger.Schedule("24 3 * * *", "trunk"), new Trigger.ByHand()], check.Triggers);
        Assert.Equal(["check-dev", "check-prod"], check.Jobs.Select(job => job.Id));
        Assert.All(check.Jobs, job => Assert.Null(job.Gate));
        Assert.Equal([("slipway-shop-dev-check", "trunk"), ("slipway-shop-prod-check", "trunk")], check.Trusts.Select(trust => (trust.Role.Arn.Split('/')[^1], trust.Branch)));
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
        var slow = Shops.Shop with { Services = [.. Shops.Shop.Services.Select(service => service with { Before = [new OneOffTask("migrate", ["./migrate"]) { Timeout = TimeSpan.FromHours(2) }] })] };

        Assert.Equal(
            LongestRun.OfDeploy(Shops.Shop, Shops.Prod) + TimeSpan.FromMinutes(4 * 60 - 15),
            LongestRun.OfDeploy(slow, Shops.Prod));
        Assert.True(LongestRun.OfDeploy(Shops.Shop, Shops.Prod) >= LongestRun.OfDeploy(Shops.Shop, Shops.Dev) + TimeSpan.FromMinutes(30));
    }
}
