using System.Text.Json.Nodes;
using Slipway.Pipelines.Access;
using Slipway.Rehearsal.Iam;

namespace Slipway.Rollouts.Access;

/// <summary>The policies that are made from the definitions, enforced while the targets run.</summary>
public sealed class AccessTests(StoreStory story) : IClassFixture<StoreStory>
{
    [Fact]
    public void Every_target_does_all_of_its_work_with_its_own_policy_and_nothing_is_denied()
    {
        if (Environment.GetEnvironmentVariable("ACCESS_DUMP") is { } dump)
        {
            File.WriteAllLines(dump + ".scenes", story.Scenes.Select(scene => $"=========== {scene.Scene}: {scene.Outcome.Verdict}, wanted {scene.Wanted}\n{scene.Outcome.Text}"));
            File.WriteAllLines(dump + ".denied", story.Policies.SelectMany(held => Denied(held.Policy, held.Asked).Select(asked => $"{held.Target} {asked}")).Distinct());
            File.WriteAllLines(dump + ".asked", story.Policies.SelectMany(held => held.Asked.Select(asked => $"{held.Target} {asked.Allowed} {asked}")));
        }

        Assert.All(story.Scenes, scene => Assert.True(scene.Wanted is null || scene.Outcome.Verdict == scene.Wanted, $"{scene.Scene}: {scene.Outcome.Verdict}, not {scene.Wanted}\n{scene.Outcome.Text}"));
        Assert.Equal([], story.Policies.SelectMany(held => held.Asked.Where(asked => !asked.Allowed).Select(asked => $"{held.Target}: {asked}")).Distinct().Order());
        Assert.Equal(AccessTargets.All, story.Policies.Select(held => held.Target).Distinct().Order());
    }

    [Fact]
    public void Without_any_one_action_something_that_a_target_asks_for_is_denied()
    {
        var superfluous =
            from held in story.Policies.GroupBy(held => held.Target)
            from action in held.SelectMany(one => Actions(one.Policy)).Distinct()
            where held.All(one => Denied(StoreStage.Less(one.Policy, action), one.Asked).Count == 0)
            select $"{held.Key}: {action}";

        Assert.Equal([], superfluous.Order());
    }

    private static IEnumerable<string> Actions(JsonObject policy) =>
        policy["Statement"]!.AsArray().SelectMany(statement => StoreStage.Texts(statement!["Action"])).Distinct(StringComparer.Ordinal);

    private static List<Asked> Denied(JsonObject policy, IEnumerable<Asked> asked)
    {
        var document = PolicyDocument.OfIdentity(policy.ToJsonString());
        return [.. asked.Where(one => document.Judge(new PolicyQuestion(new Requester(null), one.Action, one.Resource, one.Context)) != PolicyEffect.Allow)];
    }
}
