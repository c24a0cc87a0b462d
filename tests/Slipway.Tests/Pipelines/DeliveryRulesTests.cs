using Slipway.Pipelines;

namespace Slipway.Tests.Pipelines;

public sealed class DeliveryRulesTests
{
    private static readonly AddedJob Job = new("scan", "audit") { In = DeliveryPoint.Checks, Commands = [new("Scan")], Needs = [] };

    private static readonly AddedStep Step = new("Node", "the site") { In = DeliveryPoint.Checks, Run = ["npm", "ci"], Needs = [] };

    [Fact]
    public void What_is_sound_has_no_problems() => Assert.Empty(DeliveryRules.Check([Shops.Shop], Shops.Delivery, _ => false));

    [Fact]
    public void Every_mistake_is_told_at_once_with_what_is_valid()
    {
        var delivery = new Delivery
        {
            Checks = [new("./Test"), new("Test", "${{ github.head_ref }}")],
            CheckTimeout = TimeSpan.FromHours(7),
            Runner = "my runner",
            Jobs =
            [
                Job with { Name = "Scan It", Timeout = TimeSpan.Zero },
                Job with { In = DeliveryPoint.DeployTo("qa"), Commands = [] },
                new("many", "two\nlines")
                {
                    In = DeliveryPoint.Checks, Commands = [new("Scan")], Needs = [],
                    Matrix = new Dictionary<string, IReadOnlyList<string>> { ["A"] = [.. Enumerable.Range(0, 257).Select(number => $"{number}")], ["b"] = ["1"] },
                },
            ],
            Steps =
            [
                Step with { Action = "actions/setup-node" },
                Step with { Run = [], Action = "actions/setup-node@v5" },
                Step with { Run = ["echo", "${{ github.event.issue.title }}"], With = new Dictionary<string, string> { ["a"] = "b" } },
            ],
        };
        var application = Shops.Shop with { Environments = [Shops.Dev with { Branch = "release/*", Roles = new() { Deploy = "a role" } }] };

        Assert.Equal(
            [
                "shop / dev / Branch: \"release/*\"; valid is the name of one branch, without a pattern",
                "shop / dev / Roles / Deploy: \"a role\"; valid is the ARN of a role, or its name",
                "Delivery / Runner: \"my runner\"; valid is the label of a machine, such as ubuntu-24.04",
                "Delivery / DotnetVersion: is not set and there is no global.json; set it to the SDK to install, such as \"10.0.x\"",
                "Delivery / CheckTimeout: 07:00:00; valid is one minute to 6 hours",
                "Delivery / Checks: \"./Test\" is no name of a target",
                "Delivery / Checks: \"${{ github.head_ref }}\" holds an expression, which the runner would put into the command as text; take a variable",
                "Delivery / job Scan It / name: \"Scan It\"; valid are lower-case letters, digits and hyphens, a letter first, no hyphen last, at most 60 characters",
                "Delivery / job Scan It / Timeout: 00:00:00; valid is one minute to 6 hours",
                "Delivery / job scan / In: \"qa\" is no environment that a branch is deployed to; valid are dev",
                "Delivery / job scan / Commands: is empty; a job runs at least one target of the build",
                "Delivery / job many / Reason: is empty or has several lines; valid is one line for whoever reads the generated file",
                "Delivery / job many / Variables: \"b\"; valid are capital letters, digits and underscores, a letter first",
                "Delivery / job many / Matrix: makes 257 jobs; valid are 1 to 256",
                "Delivery / step Node / Run: and Action: exactly one of them says what the step does",
                "Delivery / step Node / Action: \"actions/setup-node@v5\"; valid is owner/repository, without a version: that stands in .github/actions.lock",
                "Delivery / step Node / With: is set; only an Action takes inputs",
                "Delivery / step Node / Run: \"${{ github.event.issue.title }}\" holds an expression, which the runner would put into the command as text; take an environment variable",
            ],
            DeliveryRules.Check([application], delivery, _ => false).Select(problem => $"{problem}"));
    }

    [Fact]
    public void Names_that_collide_are_told()
    {
        var delivery = new Delivery { Checks = [new("Test"), new("Test", "--all")], Jobs = [Job with { Name = "ci-ok" }], Steps = [Step, Step] };

        Assert.Equal(
            [
                "Delivery / jobs of ci: \"test\" is defined 2 times; each name may stand once",
                "Delivery / jobs of ci: \"ci-ok\" is defined 2 times; each name may stand once",
                "Delivery / steps added to ci: \"step Node\" is defined 2 times; each name may stand once",
            ],
            DeliveryRules.Check([Shops.Shop], delivery, _ => true).Select(problem => $"{problem}"));
    }
}
