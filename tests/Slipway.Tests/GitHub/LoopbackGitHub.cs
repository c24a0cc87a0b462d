using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Slipway.Tests.GitHub;

/// <summary>A server that answers as GitHub does and keeps what it was asked.</summary>
internal sealed class LoopbackGitHub : IAsyncDisposable
{
    private readonly WebApplication _server;

    private LoopbackGitHub(WebApplication server) => _server = server;

    public List<(string Line, string? Authorization, JsonNode? Body)> Requests { get; } = [];

    /// <summary>The status that requests get whose path ends so; 201 otherwise.</summary>
    public Dictionary<string, int> Refusals { get; } = [];

    public Uri Api => new(_server.Urls.First() + "/api/v3");

    public static async Task<LoopbackGitHub> Start(CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var github = new LoopbackGitHub(builder.Build());
        github._server.Run(github.Answer);
        await github._server.StartAsync(ct);
        return github;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var path = context.Request.Path.Value!;
        Requests.Add(($"{context.Request.Method} {path}", context.Request.Headers.Authorization, JsonNode.Parse(body)));

        var refusal = Refusals.FirstOrDefault(one => path.EndsWith(one.Key, StringComparison.Ordinal)).Value;
        context.Response.StatusCode = refusal == 0 ? StatusCodes.Status201Created : refusal;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            refusal == 0 ? """{"id": 42, "state": "success"}""" : """{"message": "Resource not accessible by integration"}""", context.RequestAborted);
    }
}
