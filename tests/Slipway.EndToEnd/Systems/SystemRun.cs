using System.Net;
using System.Text;

namespace Slipway.EndToEnd.Systems;

/// <summary>One of the systems in a copy of this repository, deployed to a rehearsal cloud of its own with the commands that its people run.</summary>
/// <remarks>Tests that have one belong to <see cref="Collection"/>: each has images, containers and an engine of its own, and they are no faster side by side.</remarks>
internal sealed class SystemRun : IAsyncDisposable
{
    public const string Collection = "systems";

    /// <summary>As fast as containers on a busy machine can follow: what AWS does every ten seconds comes every two.</summary>
    private const int UsualSpeed = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _application;
    private readonly string _at;
    private readonly int _speed;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = Patience };

    private SystemRun(Workspace workspace, string application, string at, int speed) => (Workspace, _application, _at, _speed) = (workspace, application, at, speed);

    public Workspace Workspace { get; }

    /// <summary>The first deploy.</summary>
    public Run First { get; private set; } = null!;

    /// <summary>Deploys the first version, which must succeed.</summary>
    /// <param name="at">The site or service whose address <see cref="Ask"/> asks.</param>
    /// <param name="speed">6: a minute of AWS lasts ten seconds.</param>
    public static async Task<SystemRun> Deploy(string application, string at, CancellationToken ct, int speed = UsualSpeed)
    {
        var system = new SystemRun(await Workspace.Create(ct), application, at, speed);
        try
        {
            system.First = await system.Build(ct, "Deploy");
            Assert.True(system.First.ExitCode == 0, system.First.Output);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a target for the system, as <c>./build.sh Target --application NAME</c> does.</summary>
    /// <param name="words">The target and its parameters.</param>
    public Task<Run> Build(CancellationToken ct, params IReadOnlyList<string> words) =>
        Workspace.Build(ct, [.. words, "--application", _application, "--speed", $"{_speed}", "--root", Workspace.Root]);

    /// <summary>Runs a target while a request is sent 20 times a second.</summary>
    /// <param name="path">Without the slash in front.</param>
    /// <param name="words">The target and its parameters.</param>
    /// <returns>The run, and the status of every answer.</returns>
    public async Task<(Run Run, IReadOnlyList<string> Answers)> BuildWhileAsking(string path, CancellationToken ct, params IReadOnlyList<string> words)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var traffic = Traffic.Send(AddressOf(path, _at), stop.Token);
        try
        {
            return (await Build(ct, words), await Ended());
        }
        finally
        {
            await Ended();
        }

        async Task<IReadOnlyList<string>> Ended()
        {
            await stop.CancelAsync();
            return await traffic;
        }
    }

    /// <summary>Replaces text in a file, which must be there, and commits.</summary>
    public async Task Change(string file, string text, string replacement, CancellationToken ct)
    {
        await Workspace.Edit(file, text, replacement, ct);
        await Workspace.Commit($"Change {file}", ct);
    }

    /// <summary>Takes the last commit back.</summary>
    public Task Undo(CancellationToken ct) => Workspace.Git(ct, "reset", "--quiet", "--hard", "HEAD~1");

    /// <summary>Asks the public address, through distribution and load balancer.</summary>
    /// <param name="path">Without the slash in front.</param>
    /// <param name="at">Another site or service than the system's first.</param>
    /// <param name="post">JSON to send; null: it is a GET.</param>
    public async Task<Answer> Ask(string path, CancellationToken ct, string? at = null, string? post = null)
    {
        using var request = new HttpRequestMessage(post is null ? HttpMethod.Get : HttpMethod.Post, AddressOf(path, at ?? _at));
        if (post is not null)
            request.Content = new StringContent(post, Encoding.UTF8, "application/json");

        using var response = await _client.SendAsync(request, ct);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    /// <summary>The body of an answer, which must be 200.</summary>
    public async Task<string> Read(string path, CancellationToken ct, string? at = null)
    {
        var answer = await Ask(path, ct, at);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{AddressOf(path, at ?? _at)} answered {(int)answer.Status}: {answer.Body}");
        return answer.Body;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Workspace.DisposeAsync();
    }

    private Uri AddressOf(string path, string at) => new(new Uri(First.Url(at)), $"/{path}");
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body);

/// <summary>The tests of the systems, one after the other and beside no others.</summary>
[CollectionDefinition(SystemRun.Collection, DisableParallelization = true)]
public sealed class SystemTests;
