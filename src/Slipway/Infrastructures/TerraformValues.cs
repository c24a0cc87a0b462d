using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Infrastructures;

/// <summary>Typed access to Terraform's outputs. What is missing or of another type becomes a problem.</summary>
internal sealed class TerraformValues(JsonObject outputs, Problems problems)
{
    public static string Where(string output) => $"output {output}";

    public string? Text(string output, bool required) =>
        Value(output, required, "a string") is not { } value ? null
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : Wrong<string>(output, "a string");

    public IReadOnlyList<string>? Texts(string output, bool required) =>
        Value(output, required, "a list of strings") is not { } value ? null
        : value is JsonArray list && list.All(IsText) ? [.. list.Select(item => item!.GetValue<string>())]
        : Wrong<IReadOnlyList<string>>(output, "a list of strings");

    public bool? Flag(string output, bool required) =>
        Value(output, required, "a bool") is not { } value ? null
        : value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.GetValue<bool>()
        : Wrong<bool?>(output, "a bool");

    /// <summary>The strings at <paramref name="keys"/> of a map; what else it holds does not matter.</summary>
    public IReadOnlyDictionary<string, string> TextOf(string output, IReadOnlyList<string> keys)
    {
        const string Wanted = "a map from service to the ARN of its target group";
        return Entries(output, keys, Wanted, value => IsText(value) ? value!.GetValue<string>() : null);
    }

    /// <summary>What moving traffic needs, at <paramref name="keys"/> of a map.</summary>
    public IReadOnlyDictionary<string, TrafficInfrastructure> TrafficOf(string output, IReadOnlyList<string> keys)
    {
        const string Wanted = "a map from service to { alternate_target_group, rule } of strings, perhaps with test_rule and role";
        return Entries(output, keys, Wanted, Traffic);
    }

    /// <summary>The sites at <paramref name="keys"/> of a map.</summary>
    public IReadOnlyDictionary<string, SiteInfrastructure> SiteOf(string output, IReadOnlyList<string> keys)
    {
        const string Wanted = "a map from site to { bucket, distribution } of strings, perhaps with an address such as https://www.example.com";
        return Entries(output, keys, Wanted, Site);
    }

    /// <summary>Hides whatever stands in a sensitive output.</summary>
    public string Mask(string text)
    {
        foreach (var value in outputs.Where(output => IsSensitive(output.Value)).SelectMany(output => Texts(output.Value!["value"])).OrderByDescending(value => value.Length))
            text = text.Replace(value, "***", StringComparison.Ordinal);

        return text;
    }

    private Dictionary<string, T> Entries<T>(string output, IReadOnlyList<string> keys, string wanted, Func<JsonNode?, T?> read)
        where T : class
    {
        Dictionary<string, T> found = new(StringComparer.Ordinal);
        if (keys.Count == 0 || Value(output, required: true, wanted) is not { } value)
            return found;

        if (value is not JsonObject map)
        {
            Wrong<T>(output, wanted);
            return found;
        }

        foreach (var key in keys)
        {
            if (!map.TryGetPropertyValue(key, out var entry))
                problems.Add(Where(output), $"lacks {key}; found {List(map.Select(one => one.Key))}");
            else if (read(entry) is { } good)
                found[key] = good;
            else
                problems.Add(Where(output), $"has for {key} {Kind(entry)}; wanted is {wanted}");
        }

        return found;
    }

    private static TrafficInfrastructure? Traffic(JsonNode? value)
    {
        if (value is not JsonObject traffic || !IsText(traffic["alternate_target_group"]) || !IsText(traffic["rule"]))
            return null;

        return IsTextOrNull(traffic["test_rule"]) && IsTextOrNull(traffic["role"])
            ? new TrafficInfrastructure(traffic["alternate_target_group"]!.GetValue<string>(), traffic["rule"]!.GetValue<string>())
            {
                TestRule = traffic["test_rule"]?.GetValue<string>(),
                Role = traffic["role"]?.GetValue<string>(),
            }
            : null;
    }

    private static SiteInfrastructure? Site(JsonNode? value)
    {
        if (value is not JsonObject site || !IsText(site["bucket"]) || !IsText(site["distribution"]))
            return null;

        var place = new SiteInfrastructure(site["bucket"]!.GetValue<string>(), site["distribution"]!.GetValue<string>());
        if (site["address"] is not { } address)
            return place;

        return IsText(address) && Uri.TryCreate(address.GetValue<string>(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? place with { Address = uri }
            : null;
    }

    /// <summary>Terraform leaves an output out of the state when its value is null.</summary>
    private JsonNode? Value(string output, bool required, string wanted)
    {
        if (outputs[output]?["value"] is { } value)
            return value;

        if (required)
            problems.Add(Where(output), $"is missing; wanted is {wanted}; found {List(outputs.Select(one => one.Key))}");

        return null;
    }

    private T? Wrong<T>(string output, string wanted)
    {
        problems.Add(Where(output), $"is {Type(outputs[output]!["type"])}; wanted is {wanted}");
        return default;
    }

    /// <summary>Terraform's own notation, <c>["list","string"]</c>, as a person says it.</summary>
    private static string Type(JsonNode? type) => type switch
    {
        JsonArray and [{ }, JsonObject members] => $"an object of {List(members.Select(member => member.Key))}",
        JsonArray and [{ }, JsonArray items] => $"a tuple of {items.Count}{(items.Count > 0 ? $", the first of them {Type(items[0])}" : "")}",
        JsonArray and [{ } collection, { } of] => $"a {collection} of {of}",
        _ => $"a {type}",
    };

    private static string Kind(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => $"an object of {List(value!.AsObject().Select(member => member.Key))}",
        JsonValueKind.Array => "a list",
        JsonValueKind.True or JsonValueKind.False => "a bool",
        JsonValueKind.Number => "a number",
        _ => "a string",
    };

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static bool IsTextOrNull(JsonNode? value) => value is null || IsText(value);

    private static bool IsSensitive(JsonNode? output) => output?["sensitive"]?.GetValueKind() == JsonValueKind.True;

    private static IEnumerable<string> Texts(JsonNode? value) => value switch
    {
        JsonObject map => map.SelectMany(member => Texts(member.Value)),
        JsonArray list => list.SelectMany(Texts),
        not null when IsText(value) && value.GetValue<string>().Length > 0 => [value.GetValue<string>()],
        _ => [],
    };

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : "none";
}
