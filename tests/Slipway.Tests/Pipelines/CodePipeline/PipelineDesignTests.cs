using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Templates;

namespace Slipway.Tests.Pipelines.CodePipeline;

public sealed class PipelineDesignTests
{
    [Fact]
    public void Each_branch_has_a_pipeline_and_so_has_each_way_back() =>
        Assert.Equal(
            [
                "shop-dev of develop on push: dev(images-web images-api 1, deploy 2)",
                "shop-prod of main on push: prod-review(images-web images-api 1, review 2, approve 3) prod(deploy 1, announce 2)",
                "shop-dev-rollback of main by hand: dev(rollback-dev 1)",
                "shop-prod-rollback of main by hand: prod(rollback-prod 1)",
                "shop-rollback-check of main by the clock: check(check-dev check-prod 1)",
            ],
            PipelineDesign.Of(AwsShops.Plan).Select(Text));

    [Fact]
    public void Environments_of_one_branch_follow_each_other_in_one_pipeline() =>
        Assert.Equal(
            "shop-dev-prod of main on push: dev(images-web images-api 1, deploy 2) prod-review(images-web images-api 1, review 2, approve 3) prod(deploy 1, announce 2)",
            Text(PipelineDesign.Of(AwsShops.Samples["one branch"].Plan)[0]));

    [Fact]
    public void An_application_of_one_service_has_no_jobs_for_images() =>
        Assert.Equal(
            ["shop-dev of develop on push: dev(deploy 1)", "shop-prod of main on push: prod-review(review 1, approve 2) prod(deploy 1)"],
            PipelineDesign.Of(AwsShops.Samples["one service"].Plan).Take(2).Select(Text));

    [Fact]
    public void Without_the_opt_in_there_is_nothing()
    {
        Assert.Empty(PipelineDesign.Of(Shops.Plan));
        Assert.Empty(CodePipelineFiles.Of(Shops.Plan));
    }

    [Fact]
    public void The_approval_shows_the_plan_and_holds_as_long_as_the_definition_says()
    {
        var approve = PipelineDesign.Of(AwsShops.Plan).SelectMany(pipeline => pipeline.Stages).SelectMany(stage => stage.Actions).OfType<AwsAction.Approve>().Single();

        Assert.Equal(("deploy-prod-review", TimeSpan.FromHours(24)), (approve.Plan!.Namespace, approve.Timeout));
    }

    [Fact]
    public void Names_of_projects_and_files_are_unique_in_every_sample() =>
        Assert.All(AwsShops.Samples.Values, sample =>
        {
            var projects = PipelineDesign.Of(sample.Plan).SelectMany(PipelineDesign.Projects).ToList();
            Assert.Equal(projects.Count, projects.Select(project => project.Name).Distinct().Count());
            Assert.Equal(projects.Count, projects.Select(project => project.BuildSpec).Distinct().Count());
            Assert.All(projects, project => Assert.InRange(project.RoleName.Length, 1, 64));
            var own = projects.GroupBy(project => project.Stage.Application!.Name);
            Assert.All(own, group => Assert.Equal(group.Count(), group.Select(project => project.LogicalName).Distinct().Count()));
        });

    [Fact]
    public void Each_role_of_an_environment_trusts_the_builds_of_its_job_alone()
    {
        var trusts = PipelineDesign.Trusts(AwsShops.Plan);

        Assert.Contains(
            ("arn:aws:iam::444455556666:role/slipway-shop-prod-deploy", "arn:aws:iam::777788889999:role/slipway-shop-deploy-prod-deploy-build"),
            trusts.Select(trust => (trust.Role.Arn, trust.Principal)));
        Assert.Equal(trusts.Count, trusts.Select(trust => trust.Principal).Distinct().Count());
        Assert.Equal(
            AwsShops.Plan.Stages.Where(stage => stage.Kind != StageKind.Checks).SelectMany(stage => stage.Trusts).Select(trust => trust.Role.Arn).Except(["arn:aws:iam::111122223333:role/slipway-shop-dev-review"]).Distinct().Order(),
            trusts.Select(trust => trust.Role.Arn).Distinct().Order());
        Assert.Empty(PipelineDesign.Trusts(Shops.Plan));
    }

    [Fact]
    public void A_name_that_is_too_long_keeps_what_tells_it_from_others()
    {
        Assert.Equal("short", AwsNames.Short("short", 10));
        Assert.Matches("^a-[0-9a-f]{8}$", AwsNames.Short("a-very-long-name", 10));
        Assert.NotEqual(AwsNames.Short("a-very-long-name", 10), AwsNames.Short("a-very-long-game", 10));
    }

    [Theory]
    [InlineData("7 3 * * *", "cron(7 3 * * ? *)")]
    [InlineData("7 3 1 * *", "cron(7 3 1 * ? *)")]
    [InlineData("7 3 * * 0", "cron(7 3 ? * 1 *)")]
    [InlineData("7 3 * * 5", "cron(7 3 ? * 6 *)")]
    public void The_clock_of_EventBridge_strikes_when_that_of_the_model_does(string cron, string expression) => Assert.Equal(expression, ClockResources.Expression(cron));

    private static string Text(AwsPipeline pipeline) =>
        $"{pipeline.Name} of {pipeline.Branch} {(pipeline.StartsOnPush ? "on push" : pipeline.Cron is not null ? "by the clock" : "by hand")}: "
        + string.Join(' ', pipeline.Stages.Select(stage => $"{stage.Name}({string.Join(", ", stage.Actions.GroupBy(action => action.Order).Select(group => $"{string.Join(' ', group.Select(action => action.Name))} {group.Key}"))})"));
}
