using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Slipway.Rollouts;

/// <summary>A task of the shop: a real server on loopback that behaves as its version does.</summary>
internal sealed class VersionServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ShopVersion _version;
    private readonly Func<string, double> _share;
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private volatile bool _killed;

    private VersionServer(ShopVersion version, Func<string, double> share)
    {
        (_version, _share) = (version, share);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(Answer);
    }

    public IPEndPoint Endpoint => new(IPAddress.Loopback, new Uri(_app.Urls.Single()).Port);

    public int ExitCode => _killed ? 137 : 1;

    public bool Ended => _killed || _version.NeverStarts || TimeProvider.System.GetElapsedTime(_began) > _version.EndsAfter;

    /// <param name="share">The share of the traffic that a version has now, by its name.</param>
    public static async Task<VersionServer> Start(ShopVersion version, Func<string, double> share)
    {
        var server = new VersionServer(version, share);
        if (!version.NeverStarts)
            await server._app.StartAsync();

        return server;
    }

    /// <summary>Ends at once, with the connections there are.</summary>
    public Task Kill()
    {
        _killed = true;
        return _app.StopAsync(new CancellationToken(canceled: true));
    }

    /// <summary>Ends as a program does that is asked to: what was begun is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private bool Ill => _version.Unhealthy
        || (_version.Flaps is { } period && (int)(TimeProvider.System.GetElapsedTime(_began) / period) % 2 == 1);

    private async Task Answer(HttpContext context)
    {
        if (context.Request.Path == "/health")
        {
            context.Response.StatusCode = Ill || Ended ? 503 : 200;
            return;
        }

        if (_share(_version.Name) >= _version.SlowFrom)
            await Task.Delay(1600, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        context.Response.StatusCode = _share(_version.Name) >= _version.FailsFrom ? 500 : 200;
        await context.Response.WriteAsync(_version.Name);
    }
}
