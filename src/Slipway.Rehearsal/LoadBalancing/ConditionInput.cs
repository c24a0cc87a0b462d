using System.Net;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Reads and checks the conditions of a rule.</summary>
internal static class ConditionInput
{
    private const int MaxValues = 5;
    private const int MaxWildcards = 6;

    public static IReadOnlyList<Condition> Read(JsonObject input)
    {
        var conditions = input.Objects("Conditions").Select(ReadOne).ToList();
        if (conditions.Count == 0)
            throw new AwsError("ValidationError", "A condition must be specified");

        foreach (var once in conditions.Where(condition => condition.Field is not ("http-header" or "query-string")).GroupBy(condition => condition.Field).Where(same => same.Count() > 1))
            throw new AwsError("ValidationError", $"A rule can have only one '{once.Key}' condition");

        if (conditions.Sum(condition => condition.Values.Count) > MaxValues)
            throw new AwsError("ValidationError", $"A rule can only have '{MaxValues}' condition values");

        return conditions.Sum(Wildcards) > MaxWildcards
            ? throw new AwsError("ValidationError", $"A rule can only have '{MaxWildcards}' condition wildcards")
            : conditions;
    }

    private static Condition ReadOne(JsonObject condition)
    {
        var field = condition.Required("Field");
        var result = field switch
        {
            "path-pattern" => new Condition(field, Values(condition, "PathPatternConfig")),
            "host-header" => new Condition(field, Values(condition, "HostHeaderConfig")),
            "http-request-method" => new Condition(field, Values(condition, "HttpRequestMethodConfig")),
            "source-ip" => new Condition(field, Values(condition, "SourceIpConfig")),
            "http-header" => new Condition(field, Values(condition, "HttpHeaderConfig"), Name: HeaderName(condition)),
            "query-string" => QueryString(condition),
            _ => throw new AwsError("ValidationError",
                $"Condition field '{field}' must be one of '[path-pattern, host-header, http-header, http-request-method, query-string, source-ip]'"),
        };

        if (result.Values.Count == 0)
            throw new AwsError("ValidationError", $"Condition values must be specified for '{field}'");

        if (result.Values.FirstOrDefault(value => value.Length > 128) is { } tooLong)
            throw new AwsError("ValidationError", $"Condition value '{tooLong[..20]}...' cannot be longer than '128' characters");

        if (field == "source-ip" && result.Values.FirstOrDefault(value => !IPNetwork.TryParse(value, out _)) is { } notCidr)
            throw new AwsError("ValidationError", $"The source IP value '{notCidr}' must be in CIDR format");

        return field == "http-request-method" && result.Values.Any(value => value.Any(c => !char.IsAsciiLetterUpper(c) && c is not ('-' or '_')))
            ? throw new AwsError("ValidationError", "The HTTP request method must be upper case letters, '-' or '_'")
            : result;
    }

    private static IReadOnlyList<string> Values(JsonObject condition, string config)
    {
        var values = condition.Strings("Values");
        var configured = (condition[config] as JsonObject)?.Strings("Values") ?? [];

        return values.Count > 0 && configured.Count > 0
            ? throw new AwsError("ValidationError", "You cannot specify both 'Values' and a condition config")
            : [.. values, .. configured];
    }

    private static string HeaderName(JsonObject condition) =>
        (condition["HttpHeaderConfig"] as JsonObject)?.OptionalString("HttpHeaderName") switch
        {
            null or "" => throw new AwsError("ValidationError", "The HTTP header name must be specified"),
            "Host" or "host" => throw new AwsError("ValidationError", "Use a host-header condition for the host header"),
            { Length: > 40 } => throw new AwsError("ValidationError", "The HTTP header name cannot be longer than '40' characters"),
            var name => name,
        };

    private static Condition QueryString(JsonObject condition)
    {
        var pairs = (condition["QueryStringConfig"] as JsonObject)?.Objects("Values") ?? [];
        return new("query-string", [.. pairs.Select(pair => pair.Required("Value"))], Keys: [.. pairs.Select(pair => pair.OptionalString("Key"))]);
    }

    private static int Wildcards(Condition condition) => condition.Field is "http-request-method" or "source-ip"
        ? 0
        : condition.Values.Concat(condition.Keys ?? []).Sum(value => value?.Count(c => c is '*' or '?') ?? 0);
}
