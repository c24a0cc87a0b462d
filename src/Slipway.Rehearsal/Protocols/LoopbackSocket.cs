using System.Net;
using System.Net.Sockets;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// A port of 127.0.0.1 that is taken before anything listens on it, so that services know their own address from the start.
/// </summary>
internal sealed class LoopbackSocket : IDisposable
{
    private LoopbackSocket(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public int Port => ((IPEndPoint)Socket.LocalEndPoint!).Port;

    /// <summary>Such as <c>http://127.0.0.1:41234</c>: what AWS_ENDPOINT_URL is set to.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    /// <param name="port">0: any free one.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static LoopbackSocket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return new LoopbackSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => Socket.Dispose();
}
