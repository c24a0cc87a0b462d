using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// Reads members of an operation's input and refuses wrong types as AWS does. A member that is null counts as absent. Numbers and
/// booleans written as strings are accepted from the query protocol alone.
/// </summary>
internal static class Input
{
    private const string MissingCode = "InvalidParameterException";

    public static bool Has(this JsonObject input, string name) => input[name] is not null;

    public static string? OptionalString(this JsonObject input, string name) =>
        input[name] switch
        {
            null => null,
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            var other => throw Wrong(other, "String"),
        };

    /// <param name="code">The error code for an absent or empty value.</param>
    public static string RequiredString(this JsonObject input, string name, string code = MissingCode) =>
        input.OptionalString(name) is { Length: > 0 } text ? text : throw Missing(name, code);

    /// <summary>A string that must be one of <paramref name="allowed"/> when it is there.</summary>
    public static string? OptionalChoice(this JsonObject input, string name, IReadOnlyList<string> allowed, string code = MissingCode) =>
        input.OptionalString(name) is not { } text ? null
        : allowed.Contains(text, StringComparer.Ordinal) ? text
        : throw new AwsError(code, $"Invalid parameter at '{name}' failed to satisfy constraint: 'Member must satisfy enum value set: [{string.Join(", ", allowed)}]', found '{text}'.");

    public static long? OptionalLong(this JsonObject input, string name) =>
        Number(input[name], "Long") is not { } number ? null
        : number == Math.Floor(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number
        : throw new AwsError("SerializationException", "NUMBER_VALUE can not be converted to a Long");

    public static int? OptionalInt(this JsonObject input, string name) =>
        input.OptionalLong(name) is not { } number ? null
        : number is >= int.MinValue and <= int.MaxValue ? (int)number
        : throw new AwsError("SerializationException", "NUMBER_VALUE can not be converted to an Integer");

    public static int RequiredInt(this JsonObject input, string name, string code = MissingCode) =>
        input.OptionalInt(name) ?? throw Missing(name, code);

    public static bool? OptionalBool(this JsonObject input, string name) =>
        input[name] switch
        {
            null => null,
            JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
            JsonValue value when IsQueryText(value, out var text) && bool.TryParse(text, out var flag) => flag,
            var other => throw Wrong(other, "Boolean"),
        };

    /// <summary>A point in time: seconds since 1970 (JSON and CBOR) or ISO 8601 (query).</summary>
    public static DateTimeOffset? OptionalTime(this JsonObject input, string name) =>
        input[name] switch
        {
            null => null,
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => DateTimeOffset.UnixEpoch.AddSeconds((double)Number(value, "Date")!.Value),
            JsonValue value when IsQueryText(value, out var text)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
            var other => throw Wrong(other, "Date"),
        };

    public static JsonObject? OptionalObject(this JsonObject input, string name) =>
        input[name] switch
        {
            null => null,
            JsonObject nested => nested,
            JsonValue value when IsQueryText(value, out var text) && text.Length == 0 => [],
            var other => throw Wrong(other, "Structure"),
        };

    public static JsonObject RequiredObject(this JsonObject input, string name, string code = MissingCode) =>
        input.OptionalObject(name) ?? throw Missing(name, code);

    /// <summary>A list of structures; empty when absent (see <see cref="Has"/>).</summary>
    public static IReadOnlyList<JsonObject> Objects(this JsonObject input, string name) =>
        [.. List(input[name]).Select(item => item as JsonObject ?? throw Wrong(item, "Structure"))];

    /// <summary>A list of strings; empty when absent.</summary>
    public static IReadOnlyList<string> Strings(this JsonObject input, string name) =>
        [.. List(input[name]).Select(item => Text(item))];

    /// <summary>A map of strings; empty when absent.</summary>
    public static IReadOnlyDictionary<string, string> StringMap(this JsonObject input, string name) =>
        (input.OptionalObject(name) ?? []).ToDictionary(pair => pair.Key, pair => Text(pair.Value), StringComparer.Ordinal);

    private static string Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Wrong(node, "String");

    private static IEnumerable<JsonNode?> List(JsonNode? node) =>
        node switch
        {
            null => [],
            JsonArray array => array,
            // The query protocol writes an empty list as an empty string.
            JsonValue value when IsQueryText(value, out var text) && text.Length == 0 => [],
            _ => throw Wrong(node, "List"),
        };

    private static decimal? Number(JsonNode? node, string type) =>
        node switch
        {
            null => null,
            JsonValue value when value.GetValueKind() == JsonValueKind.Number && Parse(value.ToJsonString(), out var number) => number,
            JsonValue value when IsQueryText(value, out var text) && Parse(text, out var number) => number,
            _ => throw Wrong(node, type),
        };

    private static bool Parse(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>What came as JSON or CBOR is backed by a parsed document; what came as a form field is a plain string.</summary>
    private static bool IsQueryText(JsonValue value, out string text)
    {
        text = "";
        if (value.GetValueKind() != JsonValueKind.String || value.TryGetValue<JsonElement>(out _))
            return false;

        text = value.GetValue<string>();
        return true;
    }

    private static AwsError Missing(string name, string code) =>
        new(code, $"Invalid parameter at '{name}' failed to satisfy constraint: 'must not be null'");

    private static AwsError Wrong(JsonNode? found, string expected)
    {
        var kind = found?.GetValueKind() switch
        {
            JsonValueKind.String => "STRING_VALUE",
            JsonValueKind.Number => "NUMBER_VALUE",
            JsonValueKind.True => "TRUE_VALUE",
            JsonValueKind.False => "FALSE_VALUE",
            JsonValueKind.Array => "START_ARRAY",
            JsonValueKind.Object => "START_OBJECT",
            _ => "VALUE_NULL",
        };

        return new AwsError("SerializationException", $"{kind} can not be converted to a {expected}");
    }
}
