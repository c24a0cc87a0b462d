using System.Text.Json.Nodes;

namespace Slipway.Pipelines.Templates;

/// <summary>A resource of a template.</summary>
internal static class TemplateResource
{
    /// <param name="condition">The template's condition without which it is not made; null: it always is.</param>
    public static JsonObject Of(string type, JsonObject properties, string? condition = null)
    {
        var resource = new JsonObject { ["Type"] = type };
        if (condition is not null)
            resource["Condition"] = condition;

        resource["Properties"] = properties;
        return resource;
    }

    /// <summary>This resource, made once the other one is there: an order that nothing in it tells.</summary>
    public static JsonObject After(string other, JsonObject resource)
    {
        resource.Insert(1, "DependsOn", other);
        return resource;
    }

    /// <summary>One that stays when the stack is deleted, or does not have it any more.</summary>
    public static JsonObject Kept(string type, JsonObject properties) => new()
    {
        ["Type"] = type,
        ["DeletionPolicy"] = "Retain",
        ["UpdateReplacePolicy"] = "Retain",
        ["Properties"] = properties,
    };
}
