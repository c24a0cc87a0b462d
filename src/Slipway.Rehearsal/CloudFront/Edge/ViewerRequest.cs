using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pairs = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, string>>;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>What a viewer asked for, as functions see it and may change it. Path and query stay encoded as they were sent.</summary>
/// <param name="Uri">The path, beginning with a slash.</param>
/// <param name="Headers">Without Cookie.</param>
/// <param name="Port">The viewer's own.</param>
internal sealed record ViewerRequest(string Method, string Uri, IReadOnlyList<QueryPart> Query, Pairs Headers, Pairs Cookies, string Ip, int Port)
{
    public static ViewerRequest Of(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var (path, query) = raw.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? (raw[..mark], raw[(mark + 1)..]) : (raw, "");
        var request = context.Request;

        return new(
            request.Method,
            path.StartsWith('/') ? path : request.Path.ToUriComponent(),
            [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(QueryPart.Parse)],
            [.. request.Headers.Where(header => !header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase)).SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? "")))],
            [.. request.Headers.Cookie.SelectMany(value => (value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(Cookie)],
            context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1",
            context.Connection.RemotePort);
    }

    /// <summary>A request that the edge makes by itself, for an error page.</summary>
    public ViewerRequest ForPage(string path) => this with { Method = "GET", Uri = path, Query = [], Headers = [.. Headers.Where(header => header.Key.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase))], Cookies = [] };

    /// <summary>All values of a header, joined; null when it was not sent.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToList();
        return values.Count == 0 ? null : string.Join(", ", values);
    }

    private static KeyValuePair<string, string> Cookie(string text) => text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
        ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
        : KeyValuePair.Create(text, "");
}

/// <param name="Value">Null for a name without an equals sign.</param>
internal sealed record QueryPart(string Name, string? Value)
{
    public static QueryPart Parse(string text) => text.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? new(text[..equals], text[(equals + 1)..]) : new(text, null);

    public static string Join(IEnumerable<QueryPart> parts) => string.Join('&', parts.Select(part => part.Value is null ? part.Name : $"{part.Name}={part.Value}"));
}
