using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Slipway.EndToEnd.Systems;

/// <summary>A server that runs outside ECS, as on an instance of EC2. It answers everything with its version.</summary>
internal sealed class OldMachine : IAsyncDisposable
{
    public const string Version = "ec2";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes($$"""{"version":"{{Version}}"}""");

    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public OldMachine()
    {
        Port = FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = Serve();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                context.Response.ContentType = "application/json";
                context.Response.Close(Body, willBlock: false);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
