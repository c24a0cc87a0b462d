using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Slipway.Smoke;

namespace Slipway.Tests.Smoke;

/// <summary>Smoke checks over real HTTP on loopback.</summary>
public sealed class HttpSmokeClientTests : IAsyncLifetime
{
    private readonly WebApplication _server;
    private readonly List<string> _asked = [];

    public HttpSmokeClientTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(Answer);
    }

    private Uri Address => new(_server.Urls.Single());

    public async ValueTask InitializeAsync() => await _server.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_very_address_is_asked_and_caches_are_told_to_ask_again()
    {
        using var client = new HttpSmokeClient(onThisMachine: false);

        var answer = await client.Get(new Uri(Address, "/echo?q=1"), TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(new SmokeAnswer.Answered(200, "hello"), answer);
        Assert.Equal([$"GET {Address.Authority} /echo?q=1 no-cache"], _asked);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        using var client = new HttpSmokeClient(onThisMachine: false);

        var answer = await client.Get(new Uri(Address, "/moved"), TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(new SmokeAnswer.Answered(302, ""), answer);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task On_this_machine_a_host_that_no_name_server_knows_is_reached_under_its_name()
    {
        using var client = new HttpSmokeClient(onThisMachine: true);

        var answer = await client.Get(new Uri($"http://chat.invalid:{Address.Port}/echo"), TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(new SmokeAnswer.Answered(200, "hello"), answer);
        Assert.Equal([$"GET chat.invalid:{Address.Port} /echo no-cache"], _asked);
    }

    [Fact]
    public async Task Of_a_long_body_the_first_MiB_is_read()
    {
        using var client = new HttpSmokeClient(onThisMachine: true);

        var answer = await client.Get(new Uri(Address, "/long"), TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1024 * 1024, Assert.IsType<SmokeAnswer.Answered>(answer).Body.Length);
    }

    [Fact]
    public async Task A_body_that_does_not_end_in_time_is_no_answer()
    {
        using var client = new HttpSmokeClient(onThisMachine: true);

        var answer = await client.Get(new Uri(Address, "/slow"), TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);

        Assert.Equal(new SmokeAnswer.Unanswered("no whole answer within 0.5 s"), answer);
    }

    [Fact]
    public async Task A_closed_port_is_told_with_the_connections_error()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = new HttpSmokeClient(onThisMachine: false);

        var answer = await client.Get(new Uri($"http://127.0.0.1:{port}/"), TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Contains("refused", Assert.IsType<SmokeAnswer.Unanswered>(answer).Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Cancellation_is_not_taken_for_a_slow_answer()
    {
        using var client = new HttpSmokeClient(onThisMachine: true);
        using var stop = new CancellationTokenSource();
        var asking = client.Get(new Uri(Address, "/slow"), TimeSpan.FromSeconds(30), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private async Task Answer(HttpContext context)
    {
        lock (_asked)
            _asked.Add($"{context.Request.Method} {context.Request.Host} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers.CacheControl}");

        switch (context.Request.Path.Value)
        {
            case "/moved":
                context.Response.Redirect("/echo");
                break;
            case "/long":
                var kibibyte = Encoding.UTF8.GetBytes(new string('x', 1024));
                for (var count = 0; count < 1025 && !context.RequestAborted.IsCancellationRequested; count++)
                    await context.Response.Body.WriteAsync(kibibyte, CancellationToken.None);

                break;
            case "/slow":
                await context.Response.WriteAsync("begun", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            default:
                await context.Response.WriteAsync("hello", context.RequestAborted);
                break;
        }
    }
}
