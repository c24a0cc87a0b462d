using System.Net.Sockets;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>A server on 127.0.0.1 for every listener, opened and closed while others go on.</summary>
internal sealed class ListenerServers(RequestRouter router) : IAsyncDisposable
{
    private readonly Dictionary<Listener, LoopbackServer> _servers = [];

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
        var opened = new List<(Listener, LoopbackServer)>();
        try
        {
            foreach (var listener in next.Listeners.Where(listener => !_servers.ContainsKey(listener)))
                opened.Add((listener, await Start(listener, ct)));
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
        List<KeyValuePair<Listener, LoopbackServer>> closed;
        lock (_servers)
        {
            closed = [.. _servers.Where(pair => !current.Listeners.Contains(pair.Key))];
            closed.ForEach(pair => _servers.Remove(pair.Key));
        }

        foreach (var (_, server) in closed)
            await server.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Close(new ElbState());

    private async Task<LoopbackServer> Start(Listener listener, CancellationToken ct)
    {
        try
        {
            return await LoopbackServer.Start(LoopbackSocket.Bind(listener.Port), context => router.Handle(context, listener.Arn), ct);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new AwsError("InvalidConfigurationRequest",
                $"Port {listener.Port} of 127.0.0.1 cannot be bound for the listener: {e.Message} Choose another port or end what uses it. Nothing was changed");
        }
    }
}
