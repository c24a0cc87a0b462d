using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>Rules for the variables of a pipeline.</summary>
internal static partial class PipelineVariableRules
{
    private const string OfPipeline = "variables";

    // https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
    private const string OfExecution = "codepipeline";

    private static readonly string[] Types = ["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"];

    /// <summary>What CodeBuild gets for its variables is JSON in a text, which nobody reads before the pipeline runs.</summary>
    public static IEnumerable<LintFinding> BrokenLists(PipelineDocument pipeline) =>
        from action in pipeline.Actions
        where action.Node.Under("ActionTypeId")?.Under("Provider").Text() == "CodeBuild"
        let list = action.Node.Under("Configuration")?.Under("EnvironmentVariables")
        where list.Text() is not null
        let wrong = Wrong(list.Text()!)
        where wrong is not null
        select pipeline.Finding(
            list, "broken-variables", $"action {action.Name} of stage {action.Stage.Name}: its variables {wrong}",
            """[{"name":"NAME","value":"its value","type":"PLAINTEXT"}], each name once""");

    /// <summary>A variable that nobody has set is handed on as it is written.</summary>
    public static IEnumerable<LintFinding> Undefined(PipelineDocument pipeline)
    {
        var declared = pipeline.Properties.Under("Variables").Items().Select(variable => variable.Under("Name").Text()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var action in pipeline.Actions)
        {
            var before = pipeline.Actions.Where(other => other.IsBefore(action));
            foreach (var finding in Undefined(pipeline, action.Node.Under("Configuration"), declared, before))
                yield return finding;
        }

        foreach (var (stage, when, condition) in pipeline.Conditions)
        {
            var before = pipeline.Actions.Where(other => other.Stage.Number < stage.Number || (when != "BeforeEntry" && other.Stage.Number == stage.Number));
            foreach (var finding in Undefined(pipeline, condition, declared, before))
                yield return finding;
        }
    }

    private static IEnumerable<LintFinding> Undefined(PipelineDocument pipeline, YamlNode? node, HashSet<string> declared, IEnumerable<PipelineStageAction> before)
    {
        var spaces = before.Select(action => action.Node.Under("Namespace").Text()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return from text in node.Texts()
               from Match use in Use().Matches(text.Value ?? "")
               let space = use.Groups["space"].Value
               where space == OfPipeline ? !declared.Contains(use.Groups["name"].Value) : space != OfExecution && !spaces.Contains(space)
               select pipeline.Finding(
                   text, "undefined-variable",
                   space == OfPipeline ? $"{use.Value}: the pipeline has no such variable" : $"{use.Value}: no action before it has the namespace {space}",
                   space == OfPipeline ? $"one of {Listed(declared)}" : $"one of the namespaces {Listed(spaces)}");
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).DefaultIfEmpty("none"));

    /// <summary>Null: nothing is.</summary>
    private static string? Wrong(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonArray list)
                return "are no list";

            if (list.FirstOrDefault(item => item is not JsonObject variable || !IsText(variable["name"]) || !IsText(variable["value"])) is { } without)
                return $"have one without a name or a value: {without.ToJsonString()}";

            if (list.FirstOrDefault(item => item!["type"] is { } type && !Types.Contains($"{type}", StringComparer.Ordinal)) is { } unknown)
                return $"have one of an unknown type: {unknown["type"]}";

            return list.GroupBy(item => $"{item!["name"]}", StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice ? $"name {twice.Key} twice" : null;
        }
        catch (JsonException exception)
        {
            return $"are no JSON: {exception.Message}";
        }
    }

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    [GeneratedRegex(@"#\{(?<space>[A-Za-z0-9@_-]+)\.(?<name>[A-Za-z0-9@_-]+)\}")]
    private static partial Regex Use();
}
