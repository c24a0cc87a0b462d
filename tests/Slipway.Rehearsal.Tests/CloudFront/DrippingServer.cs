using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>A server that sends a line, waits until it is told to go on, and sends another.</summary>
internal sealed class DrippingServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _next = new(0);
    private LoopbackServer? _server;

    private DrippingServer(int port) => Port = port;

    public int Port { get; }

    public static async Task<DrippingServer> Start()
    {
        var socket = LoopbackSocket.Bind(0);
        var server = new DrippingServer(socket.Port);
        server._server = await LoopbackServer.Start(socket, server.Answer, TestContext.Current.CancellationToken);
        return server;
    }

    public void Continue() => _next.Release();

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _next.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private";
        await context.Response.WriteAsync("first\n");
        await context.Response.Body.FlushAsync();
        await _next.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("second\n");
    }
}
