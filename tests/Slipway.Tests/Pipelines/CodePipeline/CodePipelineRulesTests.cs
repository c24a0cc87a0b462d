using Slipway.Pipelines;

namespace Slipway.Tests.Pipelines.CodePipeline;

public sealed class CodePipelineRulesTests
{
    [Fact]
    public void What_is_sound_has_no_problems() => Assert.Empty(DeliveryRules.Check([AwsShops.Shop], AwsShops.Delivery, _ => false));

    [Fact]
    public void Every_mistake_is_told_at_once_with_what_is_valid()
    {
        var delivery = AwsShops.Delivery with
        {
            CodePipeline = new CodePipelineDelivery
            {
                Connection = "my-connection",
                Repository = "shop",
                IgnoredPaths = ["a", "b", "c", "d", "e", "f", "g", "h", "i"],
                ApprovalTopic = "topic",
                Image = " ",
                ComputeType = "small",
                LogRetentionDays = 31,
                WatchFor = TimeSpan.Zero,
                MostErrors = 1,
            },
        };

        Assert.Equal(
            [
                "Delivery / CodePipeline / Connection: \"my-connection\"; valid is the ARN of a connection, such as arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b...",
                "Delivery / CodePipeline / Repository: \"shop\"; valid is the owner and the name of the repository, such as acme/shop",
                "Delivery / CodePipeline / IgnoredPaths: 9 patterns; valid are 8 at most, of 1 to 255 characters each",
                "Delivery / CodePipeline / ApprovalTopic: \"topic\"; valid is the ARN of an SNS topic",
                "Delivery / CodePipeline / Image: is empty; valid is the name of an image, such as aws/codebuild/standard:7.0",
                "Delivery / CodePipeline / ComputeType: \"small\"; valid is what CodeBuild calls a size, such as BUILD_GENERAL1_MEDIUM",
                "Delivery / CodePipeline / LogRetentionDays: 31; valid are 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
                "Delivery / CodePipeline / WatchFor: 00:00:00; valid is one minute to a day",
                "Delivery / CodePipeline / MostErrors: 1; valid is a share of all requests, above 0 and below 1",
            ],
            DeliveryRules.Check([AwsShops.Shop], delivery, _ => false).Select(problem => $"{problem}"));
    }
}
