using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Pairs = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, string>>;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>An answer as a function sees and makes it.</summary>
/// <param name="Body">Null: that of the origin stays.</param>
internal sealed record FunctionResponse(int Status, Pairs Headers, byte[]? Body);

/// <summary>Requests and answers as CloudFront's event objects (developer guide, "CloudFront Functions event structure").</summary>
internal static class FunctionEvents
{
    public static JsonObject Request(EdgeView view, string requestId, ViewerRequest request) => Event(view, requestId, "viewer-request", request);

    public static JsonObject Response(EdgeView view, string requestId, ViewerRequest request, int status, Pairs headers)
    {
        var input = Event(view, requestId, "viewer-response", request);
        input["response"] = new JsonObject
        {
            ["statusCode"] = status,
            ["statusDescription"] = ReasonPhrases.GetReasonPhrase(status),
            ["headers"] = Group(headers.Where(header => !Is(header, "Set-Cookie")).Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value))),
            ["cookies"] = Cookies(headers.Where(header => Is(header, "Set-Cookie")).Select(header => header.Value)),
        };
        return input;
    }

    /// <summary>Whether a function answered by itself instead of returning the request.</summary>
    public static bool IsResponse(JsonNode? result) => result is JsonObject members && members.ContainsKey("statusCode");

    /// <summary>The request as a function returned it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ViewerRequest ReadRequest(JsonNode? result, ViewerRequest before)
    {
        if (result is not JsonObject members || members["uri"] is not JsonValue uri || uri.GetValueKind() != JsonValueKind.String || !uri.GetValue<string>().StartsWith('/'))
            throw new FormatException("The function must return a request with a uri that begins with '/', or a response with a statusCode.");

        // What belongs to the connection cannot be changed by a function.
        string[] fixedOnes = ["host", "content-length", "transfer-encoding", "via"];
        return before with
        {
            Uri = uri.GetValue<string>(),
            Query = [.. Ungroup(members["querystring"]).Select(pair => new QueryPart(pair.Key, pair.Value.Length == 0 && before.Query.Any(part => part.Name == pair.Key && part.Value is null) ? null : pair.Value))],
            Headers =
            [
                .. before.Headers.Where(header => fixedOnes.Contains(header.Key.ToLowerInvariant())),
                .. Ungroup(members["headers"]).Where(header => !fixedOnes.Contains(header.Key.ToLowerInvariant())),
            ],
            Cookies = Ungroup(members["cookies"]),
        };
    }

    /// <summary>An answer as a function returned it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static FunctionResponse ReadResponse(JsonNode? result)
    {
        if (result is not JsonObject members || members["statusCode"] is not JsonValue code || !code.TryGetValue<int>(out var status) || status is < 200 or > 599)
            throw new FormatException("The function must return a response with a statusCode from 200 to 599.");

        var cookies = (members["cookies"] as JsonObject ?? []).SelectMany(cookie => Values(cookie.Value).Select(value =>
            KeyValuePair.Create("Set-Cookie", $"{cookie.Key}={Text(value, "value")}{(Text(value, "attributes") is { Length: > 0 } attributes ? $"; {attributes}" : "")}")));
        return new(status, [.. Ungroup(members["headers"]), .. cookies], Body(members["body"]));
    }

    private static JsonObject Event(EdgeView view, string requestId, string type, ViewerRequest request) => new()
    {
        ["version"] = "1.0",
        ["context"] = new JsonObject
        {
            ["distributionDomainName"] = view.DomainName,
            ["distributionId"] = view.Id,
            ["eventType"] = type,
            ["requestId"] = requestId,
        },
        ["viewer"] = new JsonObject { ["ip"] = request.Ip },
        ["request"] = new JsonObject
        {
            ["method"] = request.Method,
            ["uri"] = request.Uri,
            ["querystring"] = Group(request.Query.Select(part => KeyValuePair.Create(part.Name, part.Value ?? ""))),
            ["headers"] = Group(request.Headers.Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value))),
            ["cookies"] = Group(request.Cookies),
        },
    };

    /// <summary>A name that comes more than once has all of its values in multiValue.</summary>
    private static JsonObject Group(IEnumerable<KeyValuePair<string, string>> pairs) => new(pairs.GroupBy(pair => pair.Key, StringComparer.Ordinal).Select(same =>
    {
        var values = same.Select(pair => pair.Value).ToList();
        var grouped = new JsonObject { ["value"] = values[0] };
        if (values.Count > 1)
            grouped["multiValue"] = new JsonArray([.. values.Select(value => new JsonObject { ["value"] = value })]);
        return KeyValuePair.Create<string, JsonNode?>(same.Key, grouped);
    }));

    private static JsonObject Cookies(IEnumerable<string> lines)
    {
        var cookies = new JsonObject();
        foreach (var line in lines)
        {
            var parts = line.Split(';', 2, StringSplitOptions.TrimEntries);
            var pair = parts[0].Split('=', 2);
            cookies[pair[0]] = new JsonObject { ["value"] = pair.Length == 2 ? pair[1] : "", ["attributes"] = parts.Length == 2 ? parts[1] : "" };
        }

        return cookies;
    }

    private static Pairs Ungroup(JsonNode? grouped) =>
        [.. (grouped as JsonObject ?? []).SelectMany(pair => Values(pair.Value).Select(value => KeyValuePair.Create(pair.Key, Text(value, "value"))))];

    private static IEnumerable<JsonNode?> Values(JsonNode? one) => one is JsonObject && one["multiValue"] is JsonArray many ? many.AsEnumerable() : [one];

    private static string Text(JsonNode? one, string name) => one is JsonObject ? one[name]?.ToString() ?? "" : "";

    /// <summary>A text, or <c>{ encoding: "text" | "base64", data }</c>.</summary>
    private static byte[]? Body(JsonNode? body) => body switch
    {
        null => null,
        JsonObject members when (string?)members["encoding"] == "base64" => Convert.FromBase64String(Text(members, "data")),
        JsonObject members => System.Text.Encoding.UTF8.GetBytes(Text(members, "data")),
        _ => System.Text.Encoding.UTF8.GetBytes(body.ToString()),
    };

    private static bool Is(KeyValuePair<string, string> header, string name) => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
