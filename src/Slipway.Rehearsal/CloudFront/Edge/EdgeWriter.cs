using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Pairs = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, string>>;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Writes answers to viewers: whole ones with conditions and ranges, others as they come.</summary>
internal sealed class EdgeWriter(ViewerFunctions functions, RehearsalTime time)
{
    /// <param name="fromCache">Whether the answer was there before, so that its age is told.</param>
    public async Task Write(Exchange exchange, ViewerRequest request, CachedResponse cached, string xCache, bool fromCache)
    {
        if (await functions.OnResponse(exchange, request, cached.Status, cached.Headers) is not { } changed)
            return;

        var http = exchange.Http.Response;
        var body = changed.Body ?? cached.Body;
        http.StatusCode = changed.Status;
        Copy(http, changed.Headers);
        exchange.Mark(xCache);
        if (fromCache)
            http.Headers.Age = ((long)((time.Now - cached.Validated) * time.Speed).TotalSeconds).ToString(CultureInfo.InvariantCulture);

        if (changed.Status == StatusCodes.Status200OK && !IsModified(request, http.Headers))
        {
            http.StatusCode = StatusCodes.Status304NotModified;
            http.Headers.Remove("Content-Encoding");
            return;
        }

        var (start, length) = Range(request, http, body.Length);
        if (http.StatusCode is 204 or 304)
            return;

        http.ContentLength = length;
        if (request.Method != HttpMethods.Head)
            await http.Body.WriteAsync(body.AsMemory(start, length), exchange.Aborted);
    }

    /// <summary>An answer that is not kept: passed on while it comes.</summary>
    public async Task Stream(Exchange exchange, ViewerRequest request, OriginReply reply)
    {
        if (await functions.OnResponse(exchange, request, reply.Status, reply.Headers) is not { } changed)
            return;

        var http = exchange.Http.Response;
        http.StatusCode = changed.Status;
        Copy(http, changed.Headers);
        exchange.Mark(reply.Status >= 400 ? XCache.Error : XCache.Miss);
        if (changed.Body is { } own)
        {
            http.ContentLength = own.Length;
            await http.Body.WriteAsync(own, exchange.Aborted);
            return;
        }

        if (reply.Header("Content-Length") is { } length)
            http.ContentLength = long.Parse(length, CultureInfo.InvariantCulture);
        if (request.Method == HttpMethods.Head || reply.Status is 204 or 304)
            return;

        var buffer = new byte[16 * 1024];
        while (await reply.Body.ReadAsync(buffer, exchange.Aborted) is var count and > 0)
        {
            await http.Body.WriteAsync(buffer.AsMemory(0, count), exchange.Aborted);
            await http.Body.FlushAsync(exchange.Aborted);
        }
    }

    public static void Copy(HttpResponse http, Pairs headers)
    {
        foreach (var (name, value) in headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                http.Headers.Append(name, value);
        }
    }

    private static bool IsModified(ViewerRequest request, IHeaderDictionary response)
    {
        if (request.Header("If-None-Match") is { } tags)
            return response.ETag.ToString() is not { Length: > 0 } tag || (tags.Trim() != "*" && !tags.Split(',', StringSplitOptions.TrimEntries).Any(one => Strong(one) == Strong(tag)));

        return !(Date(request.Header("If-Modified-Since")) is { } since && Date(response.LastModified) is { } modified && modified <= since);
    }

    /// <summary>Whether a tag is weak does not count for reads.</summary>
    private static string Strong(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>The part of the body that is asked for. Several ranges at once are answered with all of it, as is allowed.</summary>
    private static (int Start, int Length) Range(ViewerRequest request, HttpResponse http, int size)
    {
        if (http.StatusCode != StatusCodes.Status200OK || request.Header("Range") is not { } text
            || !RangeHeaderValue.TryParse(text, out var parsed) || parsed.Unit != "bytes" || parsed.Ranges is not { Count: 1 } ranges
            || (request.Header("If-Range") is { } condition && condition != http.Headers.ETag))
        {
            return (0, size);
        }

        var range = ranges.Single();
        var from = range.From ?? Math.Max(0, size - range.To!.Value);
        var to = range.From is null ? size - 1 : Math.Min(range.To ?? size - 1, size - 1);
        if (from > to)
        {
            http.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            http.Headers.ContentRange = $"bytes */{size}";
            return (0, 0);
        }

        http.StatusCode = StatusCodes.Status206PartialContent;
        http.Headers.ContentRange = $"bytes {from}-{to}/{size}";
        return ((int)from, (int)(to - from + 1));
    }
}
