using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Runtime.Documents;

namespace Amazon.Runtime.Compat;

/// <summary>The AWS JSON protocols. Times are seconds since 1970, bytes are base64, free-form documents are plain JSON.</summary>
internal static class JsonBody
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(object request, bool camelCase)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, Plain))
        {
            WriteStructure(writer, request, camelCase);
        }

        return body.ToArray();
    }

    /// <summary>Fills the members of a structure; unknown members and nulls are passed over.</summary>
    public static T Read<T>(JsonElement json, T structure)
        where T : notnull
    {
        var shape = Shape.Of(structure.GetType());
        foreach (var property in json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null && shape.Find(property.Name) is { } member)
            {
                member.Property.SetValue(
                    structure,
                    member.Milliseconds ? Values.FromMilliseconds(property.Value.GetInt64()) : ReadValue(property.Value, member.Type));
            }
        }

        return structure;
    }

    private static void WriteStructure(Utf8JsonWriter writer, object structure, bool camelCase)
    {
        writer.WriteStartObject();
        foreach (var (member, value) in Shape.Of(structure.GetType()).ValuesOf(structure))
        {
            writer.WritePropertyName(camelCase ? member.CamelName : member.PascalName);
            WriteValue(writer, member.Milliseconds ? Values.ToMilliseconds((DateTime)value) : value, camelCase);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, bool camelCase)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case ConstantClass constant:
                writer.WriteStringValue(constant.Value);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case DateTime time:
                writer.WriteNumberValue(Values.ToSeconds(time));
                break;
            case MemoryStream blob:
                writer.WriteBase64StringValue(blob.ToArray());
                break;
            case Document document:
                WriteValue(writer, Plainly(document), camelCase);
                break;
            case IDictionary map:
                WriteMap(writer, map, camelCase);
                break;
            case IEnumerable list:
                WriteList(writer, list, camelCase);
                break;
            default:
                WriteStructure(writer, value, camelCase);
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, IDictionary map, bool camelCase)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            writer.WritePropertyName((string)entry.Key);
            WriteValue(writer, entry.Value, camelCase);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable list, bool camelCase)
    {
        writer.WriteStartArray();
        foreach (var item in list)
        {
            WriteValue(writer, item, camelCase);
        }

        writer.WriteEndArray();
    }

    private static object? Plainly(Document document) => document.Type switch
    {
        DocumentType.Null => null,
        DocumentType.Bool => document.AsBool(),
        DocumentType.Int => document.AsInt(),
        DocumentType.Long => document.AsLong(),
        DocumentType.Double => document.AsDouble(),
        DocumentType.String => document.AsString(),
        DocumentType.List => document.AsList(),
        _ => document.AsDictionary(),
    };

    private static object? ReadValue(JsonElement json, Type type) =>
        json.ValueKind == JsonValueKind.Null ? null
        : type == typeof(string) ? json.ToString()
        : type == typeof(bool) ? json.GetBoolean()
        : type == typeof(int) ? json.GetInt32()
        : type == typeof(long) ? json.GetInt64()
        : type == typeof(double) ? json.GetDouble()
        : type == typeof(DateTime) ? ReadTime(json)
        : type == typeof(MemoryStream) ? new MemoryStream(json.GetBytesFromBase64())
        : type == typeof(Document) ? ReadDocument(json)
        : type.IsSubclassOf(typeof(ConstantClass)) ? Values.Constant(type, json.GetString()!)
        : !type.IsGenericType ? Read(json, Activator.CreateInstance(type)!)
        : type.GetGenericTypeDefinition() == typeof(List<>) ? ReadList(json, type)
        : ReadMap(json, type);

    private static DateTime ReadTime(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? Values.FromSeconds(json.GetDouble()) : Values.FromText(json.GetString()!);

    private static IList ReadList(JsonElement json, Type type)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        foreach (var item in json.EnumerateArray())
        {
            list.Add(ReadValue(item, type.GenericTypeArguments[0]));
        }

        return list;
    }

    private static IDictionary ReadMap(JsonElement json, Type type)
    {
        var map = (IDictionary)Activator.CreateInstance(type)!;
        foreach (var entry in json.EnumerateObject())
        {
            map[entry.Name] = ReadValue(entry.Value, type.GenericTypeArguments[1]);
        }

        return map;
    }

    private static Document ReadDocument(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => new(json.GetBoolean()),
        JsonValueKind.String => new(json.GetString()),
        JsonValueKind.Number => json.TryGetInt32(out var whole) ? new(whole) : json.TryGetInt64(out var large) ? new(large) : new(json.GetDouble()),
        JsonValueKind.Array => new(json.EnumerateArray().Select(ReadDocument).ToList()),
        JsonValueKind.Object => new(json.EnumerateObject().ToDictionary(member => member.Name, member => ReadDocument(member.Value))),
        _ => default,
    };
}
