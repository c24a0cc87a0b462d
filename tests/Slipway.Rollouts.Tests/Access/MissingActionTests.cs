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

    [Fact]
    public async Task A_checkup_that_lacks_an_action_says_what_it_did_not_look_at_and_looks_at_the_rest()
    {
        await using var stage = await StoreStage.Set("prod", Ct);
        await stage.Run(stage.RoleFor(AccessTarget.Bootstrap), Targets.Bootstrap, Ct);
        await stage.Run(stage.RoleFor(AccessTarget.Deploy), Targets.Deploy, Ct);
        var whole = await stage.Run(stage.RoleFor(AccessTarget.Doctor), Targets.Doctor, Ct);
        var findings = Ids(whole);

        string[] actions =
        [
            "ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:GetRegistryScanningConfiguration", "ecs:DescribeServices", "ecs:DescribeTaskDefinition", "logs:DescribeLogGroups",
            "application-autoscaling:DescribeScalableTargets", "cloudwatch:DescribeAlarms", "elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules", "s3:GetBucketPublicAccessBlock", "s3:GetBucketPolicy", "s3:GetLifecycleConfiguration", "s3:GetEncryptionConfiguration", "cloudfront:GetDistribution",
        ];
        foreach (var action in actions)
        {
            var run = await stage.Run(stage.RoleFor(AccessTarget.Doctor, without: action), Targets.Doctor, Ct);

            Assert.True(run.Verdict is Verdict.Deployed or Verdict.Failed, $"without {action}: {run.Verdict}\n{run.Text}");
            Assert.True(action == "ecr:GetRegistryScanningConfiguration" || run.Text.Contains($"needs {action}", StringComparison.Ordinal), $"without {action}:\n{run.Text}");
            Assert.Empty(Ids(run).Except(findings));
        }
    }

    private static List<string> Ids(StoreOutcome outcome) => [.. outcome.Told.Events.OfType<Slipway.Doctor.CheckupFound>().Select(found => $"{found.Resource} {found.Id}")];
}
