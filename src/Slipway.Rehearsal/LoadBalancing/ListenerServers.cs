using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>A server on 127.0.0.1 for every listener, opened and closed while others go on.</summary>
internal sealed class ListenerServers(RequestRouter router) : IAsyncDisposable
{
    private readonly Dictionary<Listener, ListenerServer> _servers = [];

    /// <summary>Open connections of a load balancer's clients.</summary>
    public int Connections(string loadBalancerArn)
    {
        lock (_servers)
            return _servers.Where(pair => pair.Key.LoadBalancerArn == loadBalancerArn).Sum(pair => pair.Value.Connections);
    }

    /// <summary>Opens what a state has and this has not; all of it or nothing.</summary>
    /// <exception cref="AwsError">A port is in use. Nothing was opened.</exception>
    public async Task Open(ElbState next, CancellationToken ct)
    {
        var opened = new List<(Listener, ListenerServer)>();
        try
        {
            foreach (var listener in next.Listeners.Where(listener => !_servers.ContainsKey(listener)))
                opened.Add((listener, await ListenerServer.Start(listener, router, ct)));
        }
        catch
        {
            foreach (var (_, server) in opened)
                await server.DisposeAsync();
            throw;
        }

        lock (_servers)
        {
            foreach (var (listener, server) in opened)
                _servers.Add(listener, server);
        }
    }

    /// <summary>Closes what a state no longer has, with the connections there.</summary>
    public async Task Close(ElbState current)
    {
        List<KeyValuePair<Listener, ListenerServer>> closed;
        lock (_servers)
        {
            closed = [.. _servers.Where(pair => !current.Listeners.Contains(pair.Key))];
            closed.ForEach(pair => _servers.Remove(pair.Key));
        }

        foreach (var (_, server) in closed)
            await server.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Close(new ElbState());
}

/// <summary>Kestrel alone, without a host: no configuration, no signals, no logging of its own.</summary>
internal sealed class ListenerServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly string _listenerArn;
    private readonly RequestRouter _router;
    private int _connections;

    private ListenerServer(Listener listener, RequestRouter router)
    {
        (_listenerArn, _router) = (listener.Arn, router);

        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(System.Net.IPAddress.Loopback, listener.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(Count);
        });
        _server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }

    public int Connections => Volatile.Read(ref _connections);

    public static async Task<ListenerServer> Start(Listener listener, RequestRouter router, CancellationToken ct)
    {
        var server = new ListenerServer(listener, router);
        try
        {
            await server._server.StartAsync(server, ct);
            return server;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            server._server.Dispose();
            throw new AwsError("InvalidConfigurationRequest",
                $"Port {listener.Port} of 127.0.0.1 cannot be bound for the listener: {e.Message} Choose another port or end what uses it. Nothing was changed");
        }
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _router.Handle(context, _listenerArn);

    public void DisposeContext(HttpContext context, Exception? exception) { }

    public async ValueTask DisposeAsync()
    {
        // No grace: a deleted listener takes its connections along.
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
