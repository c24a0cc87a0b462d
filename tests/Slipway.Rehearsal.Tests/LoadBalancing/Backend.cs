using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>A small server as a target: answers its name, echoes WebSockets, and can be told to be ill, slow or to hang up.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private Backend(string name)
    {
        Name = name;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(Answer);
    }

    public string Name { get; }

    public int HealthCode { get; set; } = 200;

    public int Requests => _requests;

    public IPEndPoint Endpoint => new(IPAddress.Loopback, new Uri(_app.Urls.Single()).Port);

    /// <summary>As ECS would name it: an imaginary private address.</summary>
    public Target Target => new($"10.0.0.{Endpoint.Port % 250}", 8080);

    public static async Task<Backend> Start(string name)
    {
        var backend = new Backend(name);
        await backend._app.StartAsync();
        return backend;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Ends at once, as a killed process does.</summary>
    public Task Kill() => _app.StopAsync(new CancellationToken(canceled: true));

    private async Task Answer(HttpContext context)
    {
        if (context.Request.Path == "/health")
        {
            context.Response.StatusCode = HealthCode;
            return;
        }

        Interlocked.Increment(ref _requests);
        if (context.WebSockets.IsWebSocketRequest)
            await Echo(context);
        else if (context.Request.Path == "/hang-up")
            context.Abort();
        else if (context.Request.Path == "/hang")
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (context.Request.Path.StartsWithSegments("/status", StringComparison.Ordinal, out var code))
            context.Response.StatusCode = int.Parse(code.Value!.TrimStart('/'));
        else if (context.Request.Path == "/headers")
            await context.Response.WriteAsync(string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}")) );
        else if (context.Request.Path == "/echo")
            await context.Request.Body.CopyToAsync(context.Response.Body);
        else
            await context.Response.WriteAsync(Name);
    }

    private static async Task Echo(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
        }
    }
}
