using System.Text.Json.Nodes;
using Slipway.Pipelines.Simulation.Expressions;

namespace Slipway.Pipelines.Simulation;

/// <summary>What GitHub tells of the event that started a run, as far as generated workflows and their actions ask for it.</summary>
// https://docs.github.com/webhooks/webhook-events-and-payloads
internal static class RunEvent
{
    public static JsonObject Of(RunFacts facts)
    {
        var told = new JsonObject
        {
            ["ref"] = facts.Ref,
            ["repository"] = new JsonObject
            {
                ["id"] = RunFacts.RepositoryId,
                ["name"] = facts.Name,
                ["full_name"] = facts.Repository,
                ["default_branch"] = facts.DefaultBranch,
                ["owner"] = new JsonObject { ["login"] = facts.Owner, ["id"] = RunFacts.OwnerId },
            },
            ["sender"] = new JsonObject { ["login"] = RunFacts.Actor, ["id"] = RunFacts.OwnerId },
        };
        if (facts.Event == "workflow_dispatch")
            told["inputs"] = ValueJson.Node(Value.Of(facts.Inputs));

        if (facts.Event == "push")
            (told["after"], told["head_commit"]) = (facts.Sha, new JsonObject { ["id"] = facts.Sha });

        if (facts.Event == "pull_request")
        {
            told["number"] = 1;
            told["pull_request"] = new JsonObject
            {
                ["number"] = 1,
                ["base"] = new JsonObject { ["ref"] = facts.DefaultBranch, ["sha"] = facts.Base ?? facts.Sha },
                ["head"] = new JsonObject { ["ref"] = "simulated", ["sha"] = facts.Sha },
            };
        }

        return told;
    }
}
