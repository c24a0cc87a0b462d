using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Pipelines.Simulation.Expressions;

/// <summary>Values as JSON.</summary>
internal static class ValueJson
{
    // GitHub indents by two spaces, and escapes what JSON demands alone.
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <exception cref="DeployException">It is no JSON.</exception>
    public static Value Read(string json)
    {
        try
        {
            return Of(JsonNode.Parse(json));
        }
        catch (JsonException exception)
        {
            throw new DeployException(
                $"""
                 fromJSON() was given what is no JSON: {exception.Message}
                   found  {(json.Length == 0 ? "an empty text: is the output set that it comes from?" : json.Length > 200 ? $"{json[..200]}..." : json)}
                 """,
                inner: exception);
        }
    }

    public static string Write(Value value) => Node(value)?.ToJsonString(Pretty) ?? "null";

    public static Value Of(JsonNode? node) => node switch
    {
        null => Value.Nothing,
        JsonObject members => Value.Of(members.Select(member => KeyValuePair.Create(member.Key, Of(member.Value)))),
        JsonArray items => new Value.List([.. items.Select(Of)]),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => Value.Of(true),
            JsonValueKind.False => Value.Of(false),
            // What was made here and not read may be any kind of number.
            JsonValueKind.Number => Value.Of(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture)),
            _ => Value.Of(node.GetValue<string>()),
        },
    };

    public static JsonNode? Node(Value value) => value switch
    {
        Value.Truth truth => JsonValue.Create(truth.Is),
        // Without a point where it is whole.
        Value.Number { Amount: var amount } => amount == Math.Floor(amount) && Math.Abs(amount) < 1e15 ? JsonValue.Create((long)amount) : JsonValue.Create(amount),
        Value.Text text => JsonValue.Create(text.Content),
        Value.List list => new JsonArray([.. list.Items.Select(Node)]),
        Value.Map map => new JsonObject(map.Members.Select(member => KeyValuePair.Create(member.Key, Node(member.Value)))),
        _ => null,
    };
}
