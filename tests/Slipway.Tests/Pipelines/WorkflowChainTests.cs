using Slipway.Pipelines;
using Slipway.Pipelines.Workflows;

namespace Slipway.Tests.Pipelines;

public sealed class WorkflowChainTests
{
    private static readonly DeployEnvironment Seoul = Shops.Dev with { Name = "seoul", Branch = "main" };

    private static readonly Application OneService = Shops.Shop with { Services = [Shops.Shop.Services[1]] };

    [Fact]
    public void Two_regions_of_one_branch_follow_each_other_in_one_workflow()
    {
        var stage = Chain(OneService with { Environments = [DeployEnvironment.Local, Shops.Dev, Shops.Dev with { Name = "virginia", Branch = "main" }, Seoul] }, "deploy-virginia-seoul");

        Assert.Equal("Deploy shop to virginia, then to seoul", stage.Title);
        Assert.Equal(Overlap.Queued, stage.Overlap);
        Assert.Equal([new Trigger.Push("main"), new Trigger.ByHand()], stage.Triggers);
        Assert.Equal(
            ["deploy-virginia: Deploy to virginia, in virginia, after nothing", "deploy-seoul: Deploy to seoul, in seoul, after deploy-virginia"],
            stage.Jobs.Select(job => $"{job.Id}: {job.Title}, in {job.Gate?.Name}, after {string.Join(", ", job.Needs.DefaultIfEmpty("nothing"))}"));
    }

    [Fact]
    public void The_second_begins_after_everything_of_the_first_and_takes_nothing_from_it()
    {
        var delivery = Shops.Delivery with { Jobs = [.. Shops.Delivery.Jobs.Select(job => job.Name == "announce" ? job with { In = DeliveryPoint.DeployTo("seoul") } : job)] };
        var stage = Chain(Shops.Shop with { Environments = [Seoul, Shops.Prod] }, "deploy-seoul-prod", delivery);

        Assert.Equal(
            [
                "changes-seoul after ", "images-seoul after changes-seoul", "deploy-seoul after changes-seoul, images-seoul", "announce-seoul after changes-seoul, images-seoul, deploy-seoul",
                "changes-prod after announce-seoul", "images-prod after changes-prod", "review-prod after changes-prod, images-prod", "deploy-prod after review-prod",
            ],
            stage.Jobs.Select(job => $"{job.Id} after {string.Join(", ", job.Needs)}"));
        Assert.Equal("needs.changes-prod.outputs.services != '[]'", Condition(stage, "images-prod")!.Split(" && ")[^2]);
        Assert.Equal([new VariableValue.Output("changes-prod", "services")], stage.Jobs.Single(job => job.Id == "images-prod").Matrix.Select(axis => axis.From!));
        Assert.Contains(new StepVariable("PLAN", new VariableValue.Output("review-prod", "plan")), stage.Jobs.Single(job => job.Id == "deploy-prod").Steps.SelectMany(step => step.Variables));
        // Somebody is asked for the second alone, and what waits for that must not hold a queue.
        Assert.Equal(Overlap.Allowed, stage.Overlap);
    }

    [Fact]
    public void Images_that_did_not_change_keep_the_second_from_nothing_and_a_first_that_failed_does()
    {
        var stage = Chain(Shops.Shop with { Environments = [Seoul, Shops.Prod] }, "deploy-seoul-prod");

        Assert.Equal(
            "${{ !cancelled() && github.ref == 'refs/heads/main' && needs.deploy-seoul.result == 'success' }}", Condition(stage, "changes-prod"));
    }

    [Fact]
    public void Environments_of_other_branches_and_applications_keep_workflows_of_their_own()
    {
        var plan = DeliveryPlanner.Plan([Shops.Shop, Shops.Shop with { Name = "mail" }], Shops.Delivery);

        Assert.Equal(plan.Stages, plan.OnGitHub.Stages);
    }

    private static Stage Chain(Application application, string name, Delivery? delivery = null) =>
        Assert.Single(DeliveryPlanner.Plan([application], delivery ?? new Delivery()).OnGitHub.Stages, stage => stage.Name == name);

    private static string? Condition(Stage stage, string job) => WorkflowExpressions.Condition(stage, stage.Jobs.Single(one => one.Id == job));
}
