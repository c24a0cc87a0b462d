using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>What starts a pipeline by the clock.</summary>
internal static class ClockResources
{
    public static IEnumerable<(string Name, JsonObject Resource)> Write(AwsPipeline pipeline)
    {
        var name = PipelineTemplate.LogicalName(pipeline);
        var arn = Intrinsic.Sub($"arn:${{AWS::Partition}}:codepipeline:${{AWS::Region}}:${{AWS::AccountId}}:${{{name}}}");
        return
        [
            ($"{name}ClockRole", Policies.Role(
                name: null,
                Policies.Trust("events.amazonaws.com", Intrinsic.Sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*")),
                "start",
                Policies.Document(Policies.Allow(["codepipeline:StartPipelineExecution"], arn.DeepClone())))),
            ($"{name}Clock", new JsonObject
            {
                ["Type"] = "AWS::Events::Rule",
                ["Properties"] = new JsonObject
                {
                    ["Description"] = $"Starts {pipeline.Name}",
                    ["ScheduleExpression"] = Expression(pipeline.Cron!),
                    ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "pipeline", ["Arn"] = arn, ["RoleArn"] = Intrinsic.Get($"{name}ClockRole", "Arn") }),
                },
            }),
        ];
    }

    /// <summary>
    /// EventBridge wants a question mark for one of the two days, and a year: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html. It
    /// counts days of the week from one.
    /// </summary>
    internal static string Expression(string cron) => cron.Split(' ') switch
    {
        [var minute, var hour, var day, var month, "*"] => $"cron({minute} {hour} {day} {month} ? *)",
        [var minute, var hour, "*", var month, [var weekday and >= '0' and <= '6']] => $"cron({minute} {hour} ? {month} {weekday - '0' + 1} *)",
        _ => throw new InvalidOperationException($"\"{cron}\" has no counterpart in EventBridge"),
    };
}
