using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Slipway.Rehearsal.Protocols;

/// <summary>Kestrel alone on 127.0.0.1, without a host: no configuration, no signals, no logging of its own; HTTP/1.1, bodies of any size.</summary>
internal sealed class LoopbackServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly RequestDelegate _answer;
    private int _connections;

    private LoopbackServer(LoopbackSocket socket, RequestDelegate answer)
    {
        _answer = answer;

        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, socket.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(Count);
        });

        var transport = new SocketTransportOptions { CreateBoundListenSocket = _ => socket.Socket };
        _server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }

    /// <summary>How many connections of clients are open.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <param name="socket">Disposed with the server.</param>
    public static async Task<LoopbackServer> Start(LoopbackSocket socket, RequestDelegate answer, CancellationToken ct)
    {
        var server = new LoopbackServer(socket, answer);
        try
        {
            await server._server.StartAsync(server, ct);
            return server;
        }
        catch
        {
            server._server.Dispose();
            socket.Dispose();
            throw;
        }
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _answer(context);

    public void DisposeContext(HttpContext context, Exception? exception) { }

    public async ValueTask DisposeAsync()
    {
        // No grace: what is deleted takes its connections along.
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }

    private ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    };
}
