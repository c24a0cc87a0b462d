using System.Text.Json.Nodes;

namespace Slipway.Pipelines.Templates;

/// <summary>A text that whoever makes a stack is asked for.</summary>
internal static class TemplateParameter
{
    /// <param name="value">Its value where none is given; null: one must be given.</param>
    /// <param name="pattern">What the whole value must match; null: anything.</param>
    public static JsonObject Of(string description, string? value, string? pattern)
    {
        var parameter = new JsonObject { ["Type"] = "String", ["Description"] = description };
        if (value is not null)
            parameter["Default"] = value;

        if (pattern is not null)
            parameter["AllowedPattern"] = pattern;

        return parameter;
    }

    /// <summary>One of some values, the first where none is given.</summary>
    public static JsonObject Choice(string description, params IReadOnlyList<string> values) => new()
    {
        ["Type"] = "String",
        ["Description"] = description,
        ["Default"] = values[0],
        ["AllowedValues"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
    };
}
