using System.Text.Json.Nodes;
using Slipway.Pipelines.Access;
using Slipway.Rehearsal.Iam;

namespace Slipway.Rollouts.Access;

/// <summary>The policies that are made from the definitions, enforced while the targets run.</summary>
public sealed class AccessTests(StoreStory story) : IClassFixture<StoreStory>
{
    // The rehearsal has no network: what is asked of it once its subnets are known is never asked here.
    private static readonly string[] Unasked = ["ec2:DescribeRouteTables", "ec2:DescribeVpcEndpoints"];

    [Fact]
    public void Every_target_does_all_of_its_work_with_its_own_policy_and_nothing_is_denied()
    {
        Assert.All(story.Scenes, scene => Assert.True(scene.Wanted is null || scene.Outcome.Verdict == scene.Wanted, $"{scene.Scene}: {scene.Outcome.Verdict}, not {scene.Wanted}\n{scene.Outcome.Text}"));
        Assert.Equal([], story.Policies.SelectMany(held => held.Asked.Where(asked => !asked.Allowed).Select(asked => $"{held.Target}: {asked}")).Distinct().Order());
        Assert.Equal(AccessTargets.All, story.Policies.Select(held => held.Target).Distinct().Order());
    }

    [Fact]
    public void Without_any_one_action_something_that_a_target_asks_for_is_denied()
    {
        var superfluous =
            from held in story.Policies
            from action in Actions(held.Policy)
            where !Unasked.Contains(action) && story.Policies.Where(other => Family(other.Target) == Family(held.Target)).All(other => !IsMissed(action, other))
            select $"{held.Target}: {action}";

        Assert.Equal([], superfluous.Distinct().Order());
    }

    /// <summary>Targets that do the same, or begin with it: what one of them asks for in some scene, each of them may ask for in another.</summary>
    private static AccessTarget Family(AccessTarget target) =>
        new[] { AccessTarget.Plans | AccessTarget.Ships | AccessTarget.Images, AccessTarget.Rollback | AccessTarget.RollbackCheck | AccessTarget.Doctor, AccessTarget.Answers }
            .FirstOrDefault(family => family.HasFlag(target), target);

    private static IEnumerable<string> Actions(JsonObject policy) =>
        policy["Statement"]!.AsArray().SelectMany(statement => StoreStage.Texts(statement!["Action"])).Distinct(StringComparer.Ordinal);

    /// <summary>Whether something that was asked for would be denied by the policy without the action.</summary>
    private static bool IsMissed(string action, Held held)
    {
        var policy = PolicyDocument.OfIdentity(StoreStage.Less(held.Policy, action).ToJsonString());
        return held.Asked.Where(asked => asked.Action == action)
            .Any(asked => policy.Judge(new PolicyQuestion(new Requester(null), asked.Action, asked.Resource, asked.Context)) != PolicyEffect.Allow);
    }
}
