using Slipway.Pipelines.Access;

namespace Slipway.Rollouts.Access;

/// <summary>Targets that run without one of the actions that they need: what a record of another run says of them is so.</summary>
public sealed class MissingActionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deploy_that_lacks_an_action_ends_with_its_name_and_the_next_one_that_has_it_goes_through()
    {
        await using var stage = await StoreStage.Set("prod", Ct);
        await stage.Run(stage.RoleFor(AccessTarget.Bootstrap), Targets.Bootstrap, Ct);

        foreach (var action in new[] { "s3:ListBucket", "ecs:DescribeServices", "ecr:DescribeRepositories", "ecr:GetAuthorizationToken", "ecr:InitiateLayerUpload", "ecr:PutImage", "logs:CreateLogGroup", "ecs:RegisterTaskDefinition", "iam:PassRole", "rds:DescribeDBSnapshots", "rds:CreateDBSnapshot", "rds:AddTagsToResource", "ecs:RunTask" })
        {
            var run = await stage.Run(stage.RoleFor(AccessTarget.Deploy, without: action), Targets.Deploy, Ct);

            Assert.True(run.Verdict is Verdict.Failed or Verdict.Refused, $"without {action}: {run.Verdict}\n{run.Text}");
            Assert.Contains(action, run.Text, StringComparison.Ordinal);
        }

        var whole = await stage.Run(stage.RoleFor(AccessTarget.Deploy), Targets.Deploy, Ct);
        Assert.True(whole.Verdict == Verdict.Deployed, whole.Text);
    }

    [Fact]
    public async Task What_is_only_looked_at_is_named_as_not_checked_and_the_plan_is_shown()
    {
        await using var stage = await StoreStage.Set("prod", Ct);
        await stage.Run(stage.RoleFor(AccessTarget.Bootstrap), Targets.Bootstrap, Ct);

        foreach (var action in new[] { "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "iam:SimulatePrincipalPolicy", "iam:GetRole", "ecs:DescribeClusters", "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetGroupAttributes" })
        {
            var run = await stage.Run(stage.RoleFor(AccessTarget.Preview, without: action), Targets.Preview, Ct);

            Assert.True(run.Verdict == Verdict.Deployed, $"without {action}: {run.Verdict}\n{run.Text}");
            Assert.Contains($"needs {action}", run.Text, StringComparison.Ordinal);
        }
    }
}
