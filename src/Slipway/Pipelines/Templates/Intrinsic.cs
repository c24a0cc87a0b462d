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

    /// <summary>No value: the property is as if it were not written.</summary>
    public static JsonObject NoValue => Ref("AWS::NoValue");
}
