using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Slipway.Rehearsal.Iam;

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

    /// <summary>Serves on any free port.</summary>
    public static Task<ApiServer> Start(IReadOnlyList<IAwsApi> apis, CancellationToken ct) =>
        Start(apis, [], new NoCallFaults(), ConfinedRoles.None, LoopbackSocket.Bind(0), _ => { }, ct);

    /// <param name="faults">What every call of AWS's APIs meets first.</param>
    /// <param name="roles">Those whose policies are enforced.</param>
    /// <param name="socket">Disposed with the server.</param>
    /// <param name="routes">Adds routes that are none of AWS's API, such as the registry's; they come first.</param>
    public static async Task<ApiServer> Start(
        IReadOnlyList<IAwsApi> apis, IReadOnlyList<IRestApi> restApis, ICallFaults faults, ConfinedRoles roles, LoopbackSocket socket,
        Action<IEndpointRouteBuilder> routes, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "Slipway.Rehearsal" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, socket.Port);
            kestrel.AddServerHeader = false;
        });

        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = _ => socket.Socket);

        var server = builder.Build();
        var calls = new CallCounter();
        var aws = new AwsEndpoint(apis, restApis, calls, faults, roles);

        routes(server);
        server.MapGet("/_slipway/health", (RequestDelegate)(context => Json(context, new { status = "ok", services = apis.Select(api => api.SigningName).Concat(restApis.Select(api => api.SigningName)) })));
        server.MapGet("/_slipway/calls", (RequestDelegate)(context => Json(context, calls.Snapshot())));
        server.MapFallback("/{**path}", (RequestDelegate)aws.Serve);

        try
        {
            await server.StartAsync(ct);
        }
        catch
        {
            await server.DisposeAsync();
            socket.Dispose();
            throw;
        }

        return new ApiServer(server, socket.Endpoint);
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
