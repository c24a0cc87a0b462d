using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Rehearsal.Protocols;

/// <summary>YARP's forwarder and its client, for servers on this machine: HTTP/1.1, streaming and WebSockets.</summary>
internal sealed class LoopbackProxy : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();

    public LoopbackProxy() => Forwarder = _services.GetRequiredService<IHttpForwarder>();

    public IHttpForwarder Forwarder { get; }

    public HttpMessageInvoker Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
    });

    public void Dispose()
    {
        Client.Dispose();
        _services.Dispose();
    }
}
