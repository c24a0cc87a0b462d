using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>
/// Reads members of an input of the services that grew up with the query protocol: whatever protocol it came by now, they refuse
/// with ValidationError.
/// </summary>
internal static class QueryInput
{
    public static string? Text(this JsonObject input, string name) => (input[name] as JsonValue)?.ToString();

    /// <exception cref="AwsError">ValidationError when the member is absent.</exception>
    public static string Required(this JsonObject input, string name) =>
        input.Text(name) ?? throw Missing(name);

    public static int? Whole(this JsonObject input, string name, int min = int.MinValue, int max = int.MaxValue)
    {
        if (input.Text(name) is not { } text)
            return null;

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw Invalid(name, text, "must be an integer");

        return value >= min && value <= max
            ? value
            : throw Invalid(name, text, value < min ? $"must have value greater than or equal to {min}" : $"must have value less than or equal to {max}");
    }

    public static double? Real(this JsonObject input, string name)
    {
        if (input.Text(name) is not { } text)
            return null;

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Invalid(name, text, "must be a number");
    }

    public static bool? Flag(this JsonObject input, string name) => input.Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw Invalid(name, text, "must be true or false"),
    };

    /// <summary>A time: an ISO 8601 text, or seconds since 1970.</summary>
    public static DateTimeOffset? Time(this JsonObject input, string name)
    {
        if (input[name] is not JsonValue value)
            return null;

        if (value.GetValueKind() == JsonValueKind.Number)
            return DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(value.ToString(), CultureInfo.InvariantCulture));

        if (value.TryGetValue<DateTimeOffset>(out var typed))
            return typed;

        return DateTimeOffset.TryParse(
            value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw Invalid(name, value.ToString(), "must be a timestamp");
    }

    public static IReadOnlyList<string> Texts(this JsonObject input, string name) =>
        input[name] is JsonArray array ? [.. array.OfType<JsonValue>().Select(item => item.ToString())] : [];

    public static IReadOnlyList<JsonObject> Structures(this JsonObject input, string name) =>
        input[name] is JsonArray array ? [.. array.OfType<JsonObject>()] : [];

    public static AwsError Missing(string name) =>
        new("ValidationError", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");

    public static AwsError Invalid(string name, string value, string constraint) =>
        new("ValidationError", $"1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member {constraint}");
}
