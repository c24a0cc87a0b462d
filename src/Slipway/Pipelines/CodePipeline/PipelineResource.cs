using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>Writes a pipeline of version 2.</summary>
internal static class PipelineResource
{
    private const string Source = "Source";

    // https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html: of an approval; and of every value of an action's configuration.
    private const int ShortestMinutes = 5;
    private const int LongestMinutes = 86400;

    private const int LongestDescription = 200;

    // Variables and what they stand for are read by people too.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Write(CodePipelineDelivery delivery, AwsPipeline pipeline, IReadOnlyList<AlarmResources> watches)
    {
        var properties = new JsonObject
        {
            ["Name"] = pipeline.Name,
            ["PipelineType"] = "V2",
            // Each commit in its turn, none is passed over.
            ["ExecutionMode"] = "QUEUED",
            ["RoleArn"] = Intrinsic.Get(ServiceRole.Name, "Arn"),
            ["ArtifactStore"] = new JsonObject { ["Type"] = "S3", ["Location"] = Intrinsic.Ref(ArtifactResources.Bucket) },
        };
        if (pipeline.StartsOnPush)
            properties["Triggers"] = new JsonArray(Trigger(delivery, pipeline));

        if (pipeline.Inputs.Count > 0)
            properties["Variables"] = new JsonArray([.. pipeline.Inputs.Select(input => (JsonNode)Variable(input))]);

        properties["Stages"] = new JsonArray(
        [
            new JsonObject { ["Name"] = Source, ["Actions"] = new JsonArray(SourceAction(delivery, pipeline)) },
            .. pipeline.Stages.Select(stage => (JsonNode)Stage(delivery, pipeline, stage, watches.FirstOrDefault(watch => stage.IsWatched && watch.IsFor(stage)))),
        ]);
        return new JsonObject { ["Type"] = "AWS::CodePipeline::Pipeline", ["Properties"] = properties };
    }

    private static JsonObject Trigger(CodePipelineDelivery delivery, AwsPipeline pipeline)
    {
        var push = new JsonObject { ["Branches"] = new JsonObject { ["Includes"] = new JsonArray(pipeline.Branch) } };
        if (delivery.IgnoredPaths.Count > 0)
            push["FilePaths"] = new JsonObject { ["Excludes"] = new JsonArray([.. delivery.IgnoredPaths.Select(path => (JsonNode)path)]) };

        return new JsonObject
        {
            ["ProviderType"] = "CodeStarSourceConnection",
            ["GitConfiguration"] = new JsonObject { ["SourceActionName"] = Source, ["Push"] = new JsonArray(push) },
        };
    }

    /// <summary>No value may be empty: a word stands for it.</summary>
    private static JsonObject Variable(StageInput input) => new()
    {
        ["Name"] = input.Name,
        ["DefaultValue"] = input.Choices is [var first, ..] ? first : ActionVariables.Nothing,
        ["Description"] = Description(input),
    };

    private static string Description(StageInput input)
    {
        var text = input.Choices.Count > 0 ? input.Description : $"{input.Description} (here: {ActionVariables.Nothing})";
        return text.Length <= LongestDescription ? text : text[..LongestDescription];
    }

    private static JsonObject SourceAction(CodePipelineDelivery delivery, AwsPipeline pipeline) => new()
    {
        ["Name"] = Source,
        ["ActionTypeId"] = Type("Source", "CodeStarSourceConnection"),
        ["RunOrder"] = 1,
        ["Namespace"] = Source,
        ["Configuration"] = new JsonObject
        {
            ["ConnectionArn"] = delivery.Connection,
            ["FullRepositoryId"] = pipeline.Repository,
            ["BranchName"] = pipeline.Branch,
            // The trigger says what starts it; without one nothing but the clock or a person does.
            ["DetectChanges"] = "false",
            // A clone with all history, where there would be a bundle of files without: which of two commits is older is asked of git.
            ["OutputArtifactFormat"] = "CODEBUILD_CLONE_REF",
        },
        ["OutputArtifacts"] = new JsonArray(new JsonObject { ["Name"] = Source }),
    };

    private static JsonObject Stage(CodePipelineDelivery delivery, AwsPipeline pipeline, AwsStage stage, AlarmResources? watch)
    {
        var written = new JsonObject { ["Name"] = stage.Name };
        if (InputRules.Of(pipeline) is { Count: > 0 } rules)
            written["BeforeEntry"] = Condition("FAIL", rules);

        if (watch is not null)
            written["OnSuccess"] = Intrinsic.If(watch.IsWatched, Condition("ROLLBACK", [watch.WriteRule()]), Intrinsic.NoValue);

        written["Actions"] = new JsonArray([.. stage.Actions.Select(action => (JsonNode)Action(delivery, pipeline, stage, action))]);
        return written;
    }

    private static JsonObject Condition(string result, IReadOnlyList<JsonObject> rules) => new()
    {
        ["Conditions"] = new JsonArray(new JsonObject { ["Result"] = result, ["Rules"] = new JsonArray([.. rules.Select(rule => (JsonNode)rule)]) }),
    };

    private static JsonObject Action(CodePipelineDelivery delivery, AwsPipeline pipeline, AwsStage stage, AwsAction action) => action switch
    {
        AwsAction.Run run => Run(run),
        AwsAction.Approve approve => Approve(delivery, pipeline, stage, approve),
        _ => throw new InvalidOperationException($"{action} has no rendering"),
    };

    private static JsonObject Run(AwsAction.Run run)
    {
        var configuration = new JsonObject { ["ProjectName"] = Intrinsic.Ref(ProjectResources.Project(run.Project)) };
        if (run.Variables.Count > 0)
            configuration["EnvironmentVariables"] = Variables(run.Variables);

        var action = new JsonObject { ["Name"] = run.Name, ["ActionTypeId"] = Type("Build", "CodeBuild"), ["RunOrder"] = run.Order };
        if (run.Project.Outputs.Count > 0)
            action["Namespace"] = run.Project.Namespace;

        action["Configuration"] = configuration;
        action["InputArtifacts"] = new JsonArray(new JsonObject { ["Name"] = Source });
        return action;
    }

    private static string Variables(IReadOnlyList<KeyValuePair<string, string>> variables) => new JsonArray(
        [.. variables.Select(variable => (JsonNode)new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value, ["type"] = "PLAINTEXT" })]).ToJsonString(Readable);

    private static JsonObject Approve(CodePipelineDelivery delivery, AwsPipeline pipeline, AwsStage stage, AwsAction.Approve approve)
    {
        var configuration = new JsonObject();
        if (approve.Plan is { } plan)
        {
            configuration["CustomData"] =
                $"{pipeline.Application.Name} to {stage.Environment}, commit #{{{Source}.CommitId}}, plan #{{{plan.Namespace}.{plan.Outputs[0]}}}: #{{{plan.Namespace}.{BuildSpecText.Summary}}}";
            configuration["ExternalEntityLink"] = $"#{{{plan.Namespace}.{BuildSpecText.Log}}}";
        }

        if (delivery.ApprovalTopic is { } topic)
            configuration["NotificationArn"] = topic;

        var action = new JsonObject { ["Name"] = approve.Name, ["ActionTypeId"] = Type("Approval", "Manual"), ["RunOrder"] = approve.Order };
        if (configuration.Count > 0)
            action["Configuration"] = configuration;

        action["TimeoutInMinutes"] = Math.Clamp((int)Math.Ceiling(approve.Timeout.TotalMinutes), ShortestMinutes, LongestMinutes);
        return action;
    }

    private static JsonObject Type(string category, string provider) => new() { ["Category"] = category, ["Owner"] = "AWS", ["Provider"] = provider, ["Version"] = "1" };
}
