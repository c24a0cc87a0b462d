using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// The HTTP server of the cloud on loopback: AWS's protocols on every path, <c>GET /_slipway/health</c> and
/// <c>GET /_slipway/calls</c> beside them.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private ApiServer(WebApplication server, Uri endpoint) => (_server, Endpoint) = (server, endpoint);

    /// <summary>Such as <c>http://127.0.0.1:41234</c>: what AWS_ENDPOINT_URL is set to.</summary>
    public Uri Endpoint { get; }

    /// <param name="port">0: any free one.</param>
    /// <param name="routes">Adds routes that are none of AWS's API, such as the registry's; they come first.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ApiServer> Start(IReadOnlyList<IAwsApi> apis, int port, Action<IEndpointRouteBuilder> routes, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "Slipway.Rehearsal" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
        });

        var server = builder.Build();
        var calls = new CallCounter();
        var aws = new AwsEndpoint(apis, calls);

        routes(server);
        server.MapGet("/_slipway/health", (RequestDelegate)(context => Json(context, new { status = "ok", services = apis.Select(api => api.SigningName) })));
        server.MapGet("/_slipway/calls", (RequestDelegate)(context => Json(context, calls.Snapshot())));
        server.MapFallback("/{**path}", (RequestDelegate)aws.Serve);

        try
        {
            await server.StartAsync(ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return new ApiServer(server, new Uri(server.Urls.Single()));
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that wait for something would hold the end up for half a minute.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(deadline.Token);
        await _server.DisposeAsync();
    }

    private static Task Json(HttpContext context, object value)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, value.GetType(), JsonSerializerOptions.Web, context.RequestAborted);
    }
}
