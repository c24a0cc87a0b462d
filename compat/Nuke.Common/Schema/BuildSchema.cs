using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.Execution;
using Nuke.Common.Parameters;

namespace Nuke.Common.Schema;

/// <summary>The JSON schema (draft 4) of a build's parameter files, in the shape that NUKE gives it.</summary>
internal static class BuildSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(NukeBuild build, IReadOnlyList<ExecutableTarget> targets)
    {
        var definitions = new JsonObject
        {
            ["Host"] = Choice(Host.Names),
            ["ExecutableTarget"] = Choice(targets.Select(target => target.Name).Order(StringComparer.Ordinal)),
            ["Verbosity"] = Choice(Enum.GetNames<Verbosity>()),
        };

        var (own, users) = (new JsonObject(), new JsonObject());
        foreach (var parameter in ParameterMember.All(build.GetType()))
            (parameter.Own ? own : users).Add(parameter.Name, Property(build, parameter, definitions));

        definitions["NukeBuild"] = new JsonObject { ["properties"] = own };
        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-04/schema#",
            ["definitions"] = definitions,
            ["allOf"] = new JsonArray(new JsonObject { ["properties"] = users }, Reference("NukeBuild")),
        }.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Property(NukeBuild build, ParameterMember parameter, JsonObject definitions)
    {
        var property = parameter switch
        {
            { Own: true, Name: "Target" or "Skip" } => List(Reference("ExecutableTarget")),
            { Own: true, Name: "Host" or "Verbosity" } => Reference(parameter.Name),
            { Type.IsArray: true } => List(Value(build, parameter, parameter.Type.GetElementType()!, definitions)),
            _ => Value(build, parameter, parameter.Type, definitions),
        };

        if (parameter.Attribute.Description is { } description)
            property["description"] = description.TrimEnd('.');
        if (parameter.Secret)
            property["default"] = "Secrets are given by the environment or the command line";

        return property;
    }

    private static JsonObject Value(NukeBuild build, ParameterMember parameter, Type type, JsonObject definitions)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
        {
            definitions.TryAdd(plain.Name, Choice(Enum.GetNames(plain)));
            return Reference(plain.Name);
        }

        var value = parameter.ValidValues(build) is { } valid ? Choice(valid) : Simple(plain);
        if (plain != type)
            value["type"] = new JsonArray("null", value["type"]!.DeepClone());

        return value;
    }

    private static JsonObject Simple(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => new() { ["type"] = "boolean" },
        TypeCode.Int64 or TypeCode.UInt64 => new() { ["type"] = "integer", ["format"] = "int64" },
        TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 => new() { ["type"] = "integer", ["format"] = "int32" },
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => new() { ["type"] = "number" },
        TypeCode.DateTime => new() { ["type"] = "string", ["format"] = "date-time" },
        _ => new() { ["type"] = "string" },
    };

    private static JsonObject List(JsonNode items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Choice(IEnumerable<string> values) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };
}
