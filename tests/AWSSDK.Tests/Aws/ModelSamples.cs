using System.Collections;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Documents;

namespace AWSSDK.Tests.Aws;

/// <summary>Requests with every member set, replies made from AWS's models, and both as lines that can be compared.</summary>
internal static class ModelSamples
{
    /// <summary>A text that every encoding has its trouble with.</summary>
    public const string Odd = "a b~c+d&e=f%/\"<>' \u00e9\ud55c\ud83d\ude80\n";

    /// <summary>What a header can hold of it.</summary>
    public const string OddHeader = "W/\"a b~c+d&e=f%/<>'\"";

    private const string NewConstant = "a value of next year";
    private const double Seconds = 1795233906.789;
    private static readonly DateTime Moment = new(2026, 11, 21, 4, 5, 6, 789, DateTimeKind.Utc);

    /// <summary>An object with every member set; text is awkward, lists have two items.</summary>
    public static object? Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return Odd;
        }

        if (type == typeof(MemoryStream))
        {
            return new MemoryStream(Encoding.UTF8.GetBytes(Odd));
        }

        if (type == typeof(Document))
        {
            return Document.FromObject(new { text = Odd });
        }

        if (type.IsSubclassOf(typeof(ConstantClass)))
        {
            return Activator.CreateInstance(type, NewConstant);
        }

        if (type.IsValueType)
        {
            return type == typeof(DateTime) ? Moment : type == typeof(bool) ? true : Convert.ChangeType(42, type, null);
        }

        var instance = Activator.CreateInstance(type)!;
        if (instance is IList list)
        {
            list.Add(Sample(type.GenericTypeArguments[0]));
            list.Add(Sample(type.GenericTypeArguments[0]));
        }
        else if (instance is IDictionary map)
        {
            map[Odd] = Sample(type.GenericTypeArguments[1]);
        }
        else
        {
            foreach (var property in type.GetProperties().Where(property => property.DeclaringType == type))
            {
                property.SetValue(instance, Sample(property.PropertyType));
            }
        }

        return instance;
    }

    /// <summary>What kind of value a text is of those that <see cref="Sample"/> sets; a blob is the awkward text in base64.</summary>
    public static string Kind(string text) =>
        text is Odd or OddHeader ? "String"
        : text == NewConstant ? "Enum"
        : text == Convert.ToBase64String(Encoding.UTF8.GetBytes(Odd)) ? "Blob"
        : text == "true" ? "True"
        : text == "42" ? "Number"
        : "wrong: " + text;

    /// <summary>The kind of the value that <see cref="Sample"/> sets for a shape that is neither structure, list nor map.</summary>
    public static string KindOf(AwsModel model, string shape, bool inList) => model.Type(shape) switch
    {
        "string" => model.Enum(shape) is null || inList ? "String" : "Enum",
        "blob" => "Blob",
        "boolean" => "True",
        _ => "Number",
    };

    public static JsonNode Json(AwsModel model, string shape) => model.Type(shape) switch
    {
        "structure" => new JsonObject(model.Members(shape).Select(member => KeyValuePair.Create(member.Name, (JsonNode?)Json(model, member.Shape)))),
        "list" => new JsonArray(Json(model, model.Item(shape)), Json(model, model.Item(shape))),
        "map" => new JsonObject { [Odd] = Json(model, model.Value(shape)) },
        "document" => new JsonObject { ["deep"] = new JsonArray(1, JsonValue.Create(2.5), JsonValue.Create(Odd), JsonValue.Create(true)) },
        "blob" => JsonValue.Create(Convert.ToBase64String(Encoding.UTF8.GetBytes(Odd))),
        "boolean" => JsonValue.Create(true),
        "timestamp" => JsonValue.Create(Seconds),
        "integer" or "long" => JsonValue.Create(42),
        "double" => JsonValue.Create(0.25),
        _ => JsonValue.Create(Odd),
    };

    /// <summary>The same values as those of <see cref="Json"/>, as what stands inside the element of the shape.</summary>
    public static string Xml(AwsModel model, string shape) => model.Type(shape) switch
    {
        "structure" => string.Concat(model.Members(shape).Where(member => member.Location is null).Select(member => $"<{member.Wire}>{Xml(model, member.Shape)}</{member.Wire}>")),
        "list" => string.Concat(Enumerable.Repeat($"<{model.ItemName(shape)}>{Xml(model, model.Item(shape))}</{model.ItemName(shape)}>", 2)),
        "map" => $"<entry><key>{new XText(Odd)}</key><value>{Xml(model, model.Value(shape))}</value></entry>",
        "timestamp" => "2026-11-21T04:05:06.789Z",
        _ => new XText(Json(model, shape).ToString()).ToString(),
    };

    public static IEnumerable<string> Values(string path, JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Values(path + "." + member.Key.ToUpperInvariant(), member.Value!)),
        JsonArray items => items.SelectMany((item, index) => Values($"{path}#{index}", item!)),
        _ => [$"{path} {node}"],
    };

    public static IEnumerable<string> Values(string path, object? value)
    {
        switch (value)
        {
            case null:
                return [path + " is null"];
            case string or ConstantClass or int or long or double:
                return [FormattableString.Invariant($"{path} {value}")];
            case bool flag:
                return [$"{path} {(flag ? "true" : "false")}"];
            case MemoryStream blob:
                Assert.Equal(0, blob.Position);
                return [$"{path} {Convert.ToBase64String(blob.ToArray())}"];
            // A long of the model that the package gives as a time holds 42 milliseconds.
            case DateTime time:
                Assert.Equal(DateTimeKind.Utc, time.Kind);
                return [time == DateTime.UnixEpoch.AddMilliseconds(42) ? $"{path} 42" : FormattableString.Invariant($"{path} {(time == Moment ? Seconds : time)}")];
            case Document document:
                return document.IsDictionary() ? document.AsDictionary().SelectMany(entry => Values(path + "." + entry.Key.ToUpperInvariant(), entry.Value))
                    : document.IsList() ? document.AsList().SelectMany((item, index) => Values($"{path}#{index}", item))
                    : Values(path, document.IsInt() ? document.AsInt() : document.IsDouble() ? document.AsDouble() : document.IsBool() ? document.AsBool() : (object)document.AsString());
            case IDictionary map:
                return map.Keys.Cast<string>().SelectMany(key => Values(path + "." + key.ToUpperInvariant(), map[key]));
            case IEnumerable items:
                return items.Cast<object>().SelectMany((item, index) => Values($"{path}#{index}", item));
            default:
                return value.GetType().GetProperties().Where(property => property.DeclaringType == value.GetType())
                    .SelectMany(property => Values(path + "." + property.Name.ToUpperInvariant(), property.GetValue(value)));
        }
    }
}
