using System.Net.Sockets;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>A server on 127.0.0.1 for every distribution, opened and closed while others go on. A change of a distribution leaves its connections alone.</summary>
internal sealed class EdgeServers(Edge edge) : IAsyncDisposable
{
    private readonly Dictionary<string, LoopbackServer> _servers = [];
    private readonly Dictionary<int, LoopbackSocket> _reserved = [];

    /// <summary>A free port that stays free for a new distribution until <see cref="Release"/>.</summary>
    public int Reserve()
    {
        var socket = LoopbackSocket.Bind(0);
        _reserved.Add(socket.Port, socket);
        return socket.Port;
    }

    /// <summary>A port that was used before, where it is still free; any other otherwise.</summary>
    public int Reserve(int port)
    {
        try
        {
            var socket = LoopbackSocket.Bind(port);
            _reserved.Add(socket.Port, socket);
            return port;
        }
        catch (SocketException)
        {
            return Reserve();
        }
    }

    /// <summary>Opens what is there and has no server yet, by the ports that were reserved, and closes what is gone, with the connections there.</summary>
    public async Task Follow(IReadOnlyCollection<Distribution> distributions, CancellationToken ct)
    {
        foreach (var one in distributions.Where(one => !_servers.ContainsKey(one.Id)))
        {
            _reserved.Remove(one.Port, out var socket);
            _servers.Add(one.Id, await LoopbackServer.Start(socket!, context => edge.Serve(context, one.Id), ct));
        }

        foreach (var gone in _servers.Keys.Except(distributions.Select(one => one.Id)).ToList())
        {
            _servers.Remove(gone, out var server);
            await server!.DisposeAsync();
        }
    }

    /// <summary>Lets go of ports that nothing came to use.</summary>
    public void Release()
    {
        foreach (var socket in _reserved.Values)
            socket.Dispose();
        _reserved.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
        _servers.Clear();
    }
}
