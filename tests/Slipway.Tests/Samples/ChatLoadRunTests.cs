using System.Diagnostics;
using Chat;
using ChatLoad;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Slipway.Tests.Samples;

/// <summary>The load client against chat servers in this process.</summary>
public sealed class ChatLoadRunTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly WebApplication _server = ChatServer.Create("--urls", "http://127.0.0.1:0");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-load-");

    private string UntilFile => Path.Combine(_folder.FullName, "done");

    private string Marks => Path.Combine(_folder.FullName, "marks");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_calm_server_passes_and_every_mark_brings_new_clients()
    {
        await _server.StartAsync(Ct);
        var running = Run();
        await SpokenIn();
        await File.AppendAllTextAsync(Marks, "shift-begin\nshift-", Ct);
        await Until(() => Members() == 7);
        await File.AppendAllTextAsync(Marks, "end\n", Ct);
        await Until(() => Members() == 9);
        await File.WriteAllTextAsync(UntilFile, "", Ct);
        var report = await running;

        Assert.Empty(report.Failures);
        Assert.Equal(["shift-begin", "shift-end"], report.Marks.Select(mark => mark.Name));
        Assert.Equal("done appeared", report.Ended);
        Assert.Equal((9, 0, 0), (report.Sockets.Opened, report.Sockets.ClosedByShift, report.Sockets.ClosedAfter));
        Assert.True(report.Requests.Sent > 0);
        Assert.Equal(ChatServer.Version, Assert.Single(report.Requests.Versions).Version);
        Assert.True(report.Messages.Said >= 5);
        Assert.Equal((report.Messages.Owed, 0, 0, 0), (report.Messages.Received, report.Messages.Missing, report.Messages.Doubled, report.Messages.OutOfOrder));
        Assert.Equal(0, Members());
    }

    [Fact]
    public async Task A_server_that_drains_after_the_shift_closes_sockets_apart_and_loses_no_message()
    {
        await _server.StartAsync(Ct);
        var running = Run();
        await SpokenIn();
        await File.AppendAllTextAsync(Marks, "shift-end\n", Ct);
        await Until(() => Members() == 7);
        await _server.Services.GetRequiredService<Drain>().Run();
        await File.WriteAllTextAsync(UntilFile, "", Ct);
        var report = await running;

        Assert.Empty(report.Failures);
        Assert.Equal((0, 7), (report.Sockets.ClosedByShift, report.Sockets.ClosedAfter));
        var closed = Assert.Single(report.Sockets.Closed);
        Assert.Equal((SocketEnd.Server, 1001, "reconnect", "shift-end"), (closed.By, closed.Code, closed.Description, closed.Phase));
        // What somebody says while the socket is being closed was promised to nobody.
        Assert.Equal(0, report.Messages.Missing);
    }

    [Fact]
    public async Task A_server_that_drains_without_a_shift_fails_the_run()
    {
        await _server.StartAsync(Ct);
        var running = Run();
        await SpokenIn();
        await _server.Services.GetRequiredService<Drain>().Run();
        await File.WriteAllTextAsync(UntilFile, "", Ct);

        Assert.Equal(["5 sockets were closed before the shift was over"], (await running).Failures);
    }

    [Fact]
    public async Task Requests_that_fail_fail_the_run_with_their_reason()
    {
        var requests = 0;
        _server.Use((context, next) => context.Request.Path == "/api/version" && Interlocked.Increment(ref requests) == 2
            ? Results.StatusCode(503).ExecuteAsync(context)
            : next(context));
        await _server.StartAsync(Ct);
        var running = Run();
        await SpokenIn();
        await Until(() => requests > 5);
        await File.WriteAllTextAsync(UntilFile, "", Ct);
        var report = await running;

        Assert.Equal(["1 requests failed: status 503"], report.Failures);
        Assert.Equal((1, requests - 1), (report.Requests.Failed, report.Requests.Versions.Sum(version => version.Answers)));
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails_the_run()
    {
        var report = await new LoadRun(Options(new Uri($"http://127.0.0.1:{RedisServer.FreePort()}/")) with { Limit = TimeSpan.FromSeconds(1) }, TimeProvider.System, _ => { }).Run(Ct);

        Assert.Equal((0, 5), (report.Sockets.Opened, report.Sockets.NotOpenedBy.Values.Sum()));
        Assert.Equal(report.Requests.Sent, report.Requests.Failed);
        Assert.Equal(3, report.Failures.Count);
    }

    private LoadOptions Options(Uri url) => new(url) { Clients = 5, Joiners = 2, Rate = 20, SpeakEvery = TimeSpan.FromMilliseconds(200), UntilFile = UntilFile, Marks = Marks };

    private Task<LoadReport> Run() => new LoadRun(Options(new Uri(_server.Urls.Single())), TimeProvider.System, _ => { }).Run(Ct);

    /// <summary>Until everybody has spoken.</summary>
    private Task SpokenIn() => Until(() => Rooms().Any(room => room.Members == 5 && room.Messages >= 5));

    private int Members() => Rooms().Sum(room => room.Members);

    private IReadOnlyList<RoomAnswer> Rooms() => _server.Services.GetRequiredService<Rooms>().List();

    private static async Task Until(Func<bool> condition)
    {
        for (var began = Stopwatch.GetTimestamp(); !condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Limit, $"It did not happen within {Limit}.");
            await Task.Delay(20, Ct);
        }
    }
}
