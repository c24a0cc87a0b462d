using System.Text.Json.Nodes;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>The template of an application: its pipelines and all that they need.</summary>
internal sealed class PipelineTemplate(IReadOnlyList<AwsPipeline> pipelines)
{
    private readonly CodePipelineDelivery _delivery = pipelines[0].Delivery;

    public JsonObject Write()
    {
        var watches = pipelines.SelectMany(pipeline => pipeline.Stages.Where(AlarmResources.CanWatch)).DistinctBy(stage => stage.Name)
            .Select(stage => new AlarmResources(_delivery, pipelines[0].Application, stage.Environment!)).ToList();
        var resources = new JsonObject();
        foreach (var (name, resource) in Resources(watches))
            resources[name] = resource;

        var template = new JsonObject { ["Description"] = $"Delivers {pipelines[0].Application.Name}" };
        if (watches.Count > 0)
        {
            template["Parameters"] = Object(watches.Select(watch => KeyValuePair.Create(watch.Parameter, (JsonNode?)watch.WriteParameter())));
            template["Conditions"] = Object(watches.Select(watch => KeyValuePair.Create(watch.IsWatched, (JsonNode?)watch.WriteCondition())));
        }

        template["Resources"] = resources;
        return template;
    }

    private IEnumerable<(string Name, JsonObject Resource)> Resources(IReadOnlyList<AlarmResources> watches) =>
    [
        .. ArtifactResources.Write(),
        .. ServiceRole.Write(_delivery, pipelines, watches),
        .. pipelines.SelectMany(pipeline => PipelineDesign.Projects(pipeline).SelectMany(project => ProjectResources.Write(_delivery, pipeline, project))),
        .. watches.Select(watch => (watch.Alarm, watch.WriteAlarm())),
        .. pipelines.Select(pipeline => (LogicalName(pipeline), PipelineResource.Write(_delivery, pipeline, watches))),
        .. pipelines.Where(pipeline => pipeline.Cron is not null).SelectMany(ClockResources.Write),
    ];

    /// <summary>What the template calls a pipeline.</summary>
    public static string LogicalName(AwsPipeline pipeline) => $"{AwsNames.Logical(pipeline.Name[(pipeline.Application.Name.Length + 1)..])}Pipeline";

    private static JsonObject Object(IEnumerable<KeyValuePair<string, JsonNode?>> members) => new(members);
}
