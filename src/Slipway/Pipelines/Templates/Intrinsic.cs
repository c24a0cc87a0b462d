using System.Text.Json.Nodes;

namespace Slipway.Pipelines.Templates;

/// <summary>Functions and pseudo parameters of CloudFormation.</summary>
internal static class Intrinsic
{
    /// <summary>The value of a parameter, or the name or id of a resource.</summary>
    public static JsonObject Ref(string name) => new() { ["Ref"] = name };

    /// <summary>A property of a resource, such as its <c>Arn</c>.</summary>
    public static JsonObject Get(string resource, string property) => new() { ["Fn::GetAtt"] = new JsonArray(resource, property) };

    /// <summary>A text in which <c>${Name}</c> stands for a parameter, a resource or, as <c>${Resource.Arn}</c>, a property of one.</summary>
    public static JsonObject Sub(string text) => new() { ["Fn::Sub"] = text };

    /// <summary>One of two values, by a condition of the template.</summary>
    public static JsonObject If(string condition, JsonNode then, JsonNode otherwise) => new() { ["Fn::If"] = new JsonArray(condition, then, otherwise) };

    /// <summary>Whether a parameter has this text: for conditions.</summary>
    public static JsonObject IsText(string parameter, string text) => new() { ["Fn::Equals"] = new JsonArray(Ref(parameter), text) };

    /// <summary>Whether a parameter is not empty: for conditions.</summary>
    public static JsonObject IsGiven(string parameter) => new() { ["Fn::Not"] = new JsonArray(IsText(parameter, "")) };

    /// <summary>Whether all of these conditions hold.</summary>
    public static JsonObject And(params IReadOnlyList<JsonNode> conditions) => new() { ["Fn::And"] = new JsonArray([.. conditions]) };

    /// <summary>No value: the property is as if it were not written.</summary>
    public static JsonObject NoValue => Ref("AWS::NoValue");
}
