using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>What the load balancer answers by itself.</summary>
internal static class OwnResponses
{
    public static Task Fixed(HttpContext context, FixedResponse fixedResponse)
    {
        context.Response.StatusCode = fixedResponse.StatusCode;
        context.Response.Headers.Server = "awselb/2.0";
        if (fixedResponse.StatusCode == (int)HttpStatusCode.NoContent)
            return Task.CompletedTask;

        context.Response.ContentType = $"{fixedResponse.ContentType}; charset=utf-8";
        return context.Response.WriteAsync(fixedResponse.Body, context.RequestAborted);
    }

    public static Task Redirect(HttpContext context, Redirect redirect, int listenerPort)
    {
        context.Response.StatusCode = redirect.StatusCode;
        context.Response.Headers.Server = "awselb/2.0";
        context.Response.Headers.Location = Location(redirect, context.Request.Host.Host, listenerPort, context.Request.Path.ToUriComponent(), context.Request.QueryString.Value ?? "");
        return Task.CompletedTask;
    }

    /// <summary>Where a request is sent, the port always written out as AWS does.</summary>
    /// <param name="query">Empty, or beginning with <c>?</c>.</param>
    public static string Location(Redirect redirect, string host, int port, string path, string query)
    {
        var filledQuery = Fill(redirect.Query);
        return $"{Fill(redirect.Protocol).ToLowerInvariant()}://{Fill(redirect.Host)}:{Fill(redirect.Port)}{Fill(redirect.Path)}{(filledQuery.Length == 0 ? "" : "?" + filledQuery)}";

        string Fill(string template) => template
            .Replace("#{protocol}", "http", StringComparison.Ordinal)
            .Replace("#{host}", host, StringComparison.Ordinal)
            .Replace("#{port}", port.ToString(), StringComparison.Ordinal)
            .Replace("#{path}", path.TrimStart('/'), StringComparison.Ordinal)
            .Replace("#{query}", query.TrimStart('?'), StringComparison.Ordinal);
    }

    public static Task Error(HttpContext context, int statusCode)
    {
        context.Response.Clear();
        context.Response.StatusCode = statusCode;
        context.Response.Headers.Server = "awselb/2.0";
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync($"<html><body><h1>{statusCode} {ReasonPhrases.GetReasonPhrase(statusCode)}</h1></body></html>\n", context.RequestAborted);
    }
}
