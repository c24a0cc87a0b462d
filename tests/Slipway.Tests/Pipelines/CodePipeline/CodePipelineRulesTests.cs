using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;

namespace Slipway.Tests.Pipelines.CodePipeline;

public sealed class CodePipelineRulesTests
{
    [Fact]
    public void What_is_sound_has_no_problems() => Assert.Empty(DeliveryRules.Check([AwsShops.Shop], Shops.Delivery, _ => false));

    [Fact]
    public void The_sources_are_the_repository_of_the_application_unless_the_connection_knows_another()
    {
        var own = AwsShops.Shop with { CodePipeline = AwsShops.Settings with { Repository = "group/team/shop" } };

        Assert.Empty(DeliveryRules.Check([own with { Repository = null }], Shops.Delivery, _ => false));
        Assert.All(PipelineDesign.Of(DeliveryPlanner.Plan([own], Shops.Delivery)), pipeline => Assert.Equal("group/team/shop", pipeline.Repository));
        Assert.All(PipelineDesign.Of(AwsShops.Plan), pipeline => Assert.Equal("acme/shop", pipeline.Repository));
        Assert.Equal(
            ["shop / CodePipeline / Repository: is not set, and neither is that of the application; valid is the owner and the name of the repository, such as acme/shop"],
            DeliveryRules.Check([AwsShops.Shop with { Repository = null }], Shops.Delivery, _ => false).Select(problem => $"{problem}"));
    }

    [Fact]
    public void Every_mistake_is_told_at_once_with_what_is_valid()
    {
        var shop = AwsShops.Shop with
        {
            Repository = "https://github.com/acme/shop",
            CodePipeline = new CodePipelineDelivery
            {
                Connection = "my-connection",
                Repository = "shop",
                IgnoredPaths = ["a", "b", "c", "d", "e", "f", "g", "h", "i"],
                ApprovalTopic = "topic",
                Image = " ",
                ComputeType = "small",
                Runtimes = new Dictionary<string, string> { ["Node JS"] = "22", ["nodejs"] = "" },
                LogRetentionDays = 31,
                WatchFor = TimeSpan.Zero,
                MostErrors = 1,
            },
        };

        Assert.Equal(
            [
                "shop / Repository: \"https://github.com/acme/shop\"; valid is the owner and the name of a repository on GitHub, such as acme/shop",
                "shop / CodePipeline / Connection: \"my-connection\"; valid is the ARN of a connection, such as arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b...",
                "shop / CodePipeline / Repository: \"shop\"; valid is the owner and the name of the repository, such as acme/shop",
                "shop / CodePipeline / IgnoredPaths: 9 patterns; valid are 8 at most, of 1 to 255 characters each",
                "shop / CodePipeline / ApprovalTopic: \"topic\"; valid is the ARN of an SNS topic",
                "shop / CodePipeline / Image: is empty; valid is the name of an image, such as aws/codebuild/standard:7.0",
                "shop / CodePipeline / ComputeType: \"small\"; valid is what CodeBuild calls a size, such as BUILD_GENERAL1_MEDIUM",
                "shop / CodePipeline / Runtimes: \"Node JS\" \"22\"; valid are a runtime of CodeBuild and its version, such as \"nodejs\" \"22\"",
                "shop / CodePipeline / Runtimes: \"nodejs\" \"\"; valid are a runtime of CodeBuild and its version, such as \"nodejs\" \"22\"",
                "shop / CodePipeline / LogRetentionDays: 31; valid are 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
                "shop / CodePipeline / WatchFor: 00:00:00; valid is one minute to a day",
                "shop / CodePipeline / MostErrors: 1; valid is a share of all requests, above 0 and below 1",
            ],
            DeliveryRules.Check([shop], Shops.Delivery, _ => false).Select(problem => $"{problem}"));
    }
}
