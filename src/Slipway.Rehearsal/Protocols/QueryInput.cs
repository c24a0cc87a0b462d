using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// Beside <see cref="Input"/>: what the services that grew up with the query protocol read in their own way. Whatever protocol a
/// member came by, they refuse with ValidationError, and they take numbers and booleans as text, also from what they saved.
/// </summary>
internal static class QueryInput
{
    /// <exception cref="AwsError">ValidationError when the member is absent.</exception>
    public static string Required(this JsonObject input, string name) =>
        input.OptionalString(name) ?? throw Missing(name);

    public static int? Whole(this JsonObject input, string name, int min = int.MinValue, int max = int.MaxValue)
    {
        if (Text(input, name) is not { } text)
            return null;

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw Invalid(name, text, "must be an integer");

        return value >= min && value <= max
            ? value
            : throw Invalid(name, text, value < min ? $"must have value greater than or equal to {min}" : $"must have value less than or equal to {max}");
    }

    public static double? Real(this JsonObject input, string name)
    {
        if (Text(input, name) is not { } text)
            return null;

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Invalid(name, text, "must be a number");
    }

    /// <summary>A list of numbers; empty when absent.</summary>
    public static IReadOnlyList<double> Reals(this JsonObject input, string name) =>
        input[name] is JsonArray array ? [.. array.Select(item => new JsonObject { [name] = item?.DeepClone() }.Real(name) ?? throw Missing(name))] : [];

    public static bool? Flag(this JsonObject input, string name) => Text(input, name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw Invalid(name, text, "must be true or false"),
    };

    public static AwsError Missing(string name) =>
        new("ValidationError", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");

    public static AwsError Invalid(string name, string value, string constraint) =>
        new("ValidationError", $"1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member {constraint}");

    private static string? Text(JsonObject input, string name) => (input[name] as JsonValue)?.ToString();
}
