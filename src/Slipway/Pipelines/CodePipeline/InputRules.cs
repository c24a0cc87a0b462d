using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>
/// Rules that the values must follow which somebody starts a pipeline with: CodePipeline knows no choices, and puts a value into the list of an action's variables as
/// text, where a quote would begin another variable.
/// </summary>
internal static class InputRules
{
    // RuleDeclarationList: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Condition.html
    private const int MostRules = 5;
    private const int LongestPattern = 1000;
    private const string AnyWord = "[A-Za-z0-9._-]+";

    public static IReadOnlyList<JsonObject> Of(AwsPipeline pipeline) => [.. pipeline.Inputs.Take(MostRules).Select(Rule)];

    private static JsonObject Rule(StageInput input) => new()
    {
        ["Name"] = $"is-{input.Name}",
        ["RuleTypeId"] = new JsonObject { ["Category"] = "Rule", ["Owner"] = "AWS", ["Provider"] = "VariableCheck", ["Version"] = "1" },
        ["Configuration"] = new JsonObject { ["Variable"] = $"#{{variables.{input.Name}}}", ["Operator"] = "MATCHES", ["Value"] = Pattern(input) },
    };

    private static string Pattern(StageInput input)
    {
        var choices = string.Join('|', input.Choices.Select(Regex.Escape));
        // Whether a part of the value would do for a match, CodePipeline does not say.
        return $"^({(choices.Length is > 0 and <= LongestPattern - 4 ? choices : AnyWord)})$";
    }
}
