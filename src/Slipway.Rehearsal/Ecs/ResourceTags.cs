using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Tags of clusters, services, tasks and task definitions.</summary>
internal sealed class ResourceTags(EcsState state)
{
    public JsonObject Add(JsonObject input)
    {
        var tags = Of(input.RequiredString("resourceArn"));
        foreach (var tag in EcsRefusals.ReadTags(input))
        {
            tags.RemoveAll(one => one.Key == tag.Key);
            tags.Add(tag);
        }

        return [];
    }

    public JsonObject List(JsonObject input) => new() { ["tags"] = EcsJson.Tags(Of(input.RequiredString("resourceArn"))) };

    private List<EcsTag> Of(string arn) =>
        state.Services.LastOrDefault(one => one.Arn == arn)?.Tags
        ?? state.TaskDefinitions.FirstOrDefault(one => one.Arn == arn)?.Tags
        ?? state.Clusters.FirstOrDefault(one => one.Arn == arn)?.Tags
        ?? state.Tasks.FirstOrDefault(one => one.Arn == arn)?.Tags
        ?? throw EcsRefusals.Invalid("The specified resource was not found: " + arn);
}
