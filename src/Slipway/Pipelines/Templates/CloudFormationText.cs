using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Pipelines.Files;

namespace Slipway.Pipelines.Templates;

/// <summary>Writes templates of CloudFormation as YAML: members in the order in which they were put there, intrinsic functions in their long forms, which are plain YAML.</summary>
internal static class CloudFormationText
{
    /// <summary>The body of a file; <see cref="FileHeader.Put"/> puts the header before it.</summary>
    public static string Write(JsonObject template)
    {
        var document = new JsonObject { ["AWSTemplateFormatVersion"] = "2010-09-09" };
        foreach (var (name, value) in template)
            document[name] = value?.DeepClone();

        return YamlWriter.Write((Yaml.Map)Of(document));
    }

    private static Yaml Of(JsonNode? node) => node switch
    {
        null => Yaml.Empty,
        JsonObject members => new Yaml.Map([.. members.Select(member => (member.Key, Of(member.Value)))]),
        JsonArray items => new Yaml.List([.. items.Select(Of)]),
        _ when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>(),
        _ => new Yaml.Plain(node.ToJsonString()),
    };
}
