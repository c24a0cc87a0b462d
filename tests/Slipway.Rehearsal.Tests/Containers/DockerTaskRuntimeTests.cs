using System.Diagnostics;
using System.Text;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Faults;
using Slipway.Rehearsal.Tests.Engine;

namespace Slipway.Rehearsal.Tests.Containers;

public sealed class DockerTaskRuntimeTests(EngineFixture fixture) : IAsyncLifetime
{
    private readonly List<string> _log = [];
    private readonly string _task = Guid.NewGuid().ToString("N");
    private readonly string _cloud = $"/cloud/{Guid.NewGuid():N}";
    private DockerApi _api = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DockerTaskRuntime Runtime => new(_api, _cloud, login: null);

    public async ValueTask InitializeAsync() => _api = new DockerApi((await fixture.Host(Ct)).Socket);

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_containers_of_a_task_share_a_network_and_the_task_is_gone_after_its_stop()
    {
        var runtime = Runtime;
        var started = await runtime.Start(
            Task(
                Container("sidecar", "echo beside; while ! wget -q -O - http://127.0.0.1:81/; do usleep 50000; done; exec sleep 100", essential: false),
                Container("app", "mkdir /www; echo $GREETING > /www/index.html; exec httpd -f -h /www -p 81", ports: 81)),
            Ct);

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await Until(async () => (await Get(http, $"http://{started.Endpoints[81]}/")) == "hello\n");
        await Until(() => System.Threading.Tasks.Task.FromResult(Logged("beside") && Logged("hello")));
        Assert.Equal([_task], await runtime.List(Ct));
        Assert.Equal(new ContainerState(true, null, false, null), await runtime.Inspect(_task, "app", Ct));
        Assert.Equal(["app", "sidecar"], started.RuntimeIds.Keys.Order());

        // Another instance, as after a crash of the cloud.
        await Runtime.Stop(_task, Ct);

        Assert.Empty(await runtime.List(Ct));
        Assert.Null(await runtime.Inspect(_task, "app", Ct));
    }

    [Fact]
    public async Task An_exit_code_and_the_last_words_of_a_container_are_told()
    {
        var runtime = Runtime;
        await runtime.Start(Task(Container("app", "echo first; echo second >&2; printf last; exit 7")), Ct);

        await Until(async () => (await runtime.Inspect(_task, "app", Ct)) is { Running: false });
        Assert.Equal(new ContainerState(false, 7, false, null), await runtime.Inspect(_task, "app", Ct));
        await Until(() => System.Threading.Tasks.Task.FromResult(Logged("first") && Logged("second") && Logged("last")));
        await runtime.Stop(_task, Ct);
    }

    [Fact]
    public async Task A_container_that_takes_more_than_the_memory_of_its_task_is_killed()
    {
        var runtime = Runtime;
        ContainerState? ended = null;
        // Docker learns of the lack of memory by an event of its own, which may come after the end, and is lost when the container's own process is quicker.
        for (var attempt = 0; attempt < 3 && ended is not { OutOfMemory: true }; attempt++)
        {
            await runtime.Start(Task(Container("app", "exec tail -c 200m /dev/zero")) with { MemoryMiB = 16 }, Ct);
            await Until(async () => (await runtime.Inspect(_task, "app", Ct)) is { Running: false });
            await System.Threading.Tasks.Task.Delay(TimeSpan.FromSeconds(attempt), Ct);
            ended = await runtime.Inspect(_task, "app", Ct);
            await runtime.Stop(_task, Ct);
        }

        Assert.Equal(new ContainerState(false, 137, true, null), ended);
    }

    [Fact]
    public async Task A_container_that_ignores_the_signal_is_killed_after_its_own_timeout()
    {
        var runtime = Runtime;
        await runtime.Start(Task(Container("app", "trap '' TERM; echo up; while :; do sleep 1; done")), Ct);
        await Until(() => System.Threading.Tasks.Task.FromResult(Logged("up")));

        var began = Stopwatch.GetTimestamp();
        var codes = await runtime.Stop(_task, Ct);

        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.9, 8);
        Assert.Equal(new Dictionary<string, int> { ["app"] = 137 }, codes);
        Assert.Empty(await runtime.List(Ct));
    }

    [Fact]
    public async Task A_killed_container_has_no_chance_to_end_well_and_stays_to_be_looked_at()
    {
        var runtime = Runtime;
        await runtime.Start(Task(Container("app", "trap 'echo bye; exit 5' TERM; echo up; while :; do usleep 20000; done")), Ct);
        await Until(() => System.Threading.Tasks.Task.FromResult(Logged("up")));

        await runtime.Kill(_task, "app", Ct);
        await Until(async () => (await runtime.Inspect(_task, "app", Ct)) is { Running: false });
        await runtime.Kill(_task, "app", Ct);

        Assert.Equal(new ContainerState(false, 137, false, null), await runtime.Inspect(_task, "app", Ct));
        Assert.False(Logged("bye"));
        await runtime.Stop(_task, Ct);
        await runtime.Kill(_task, "app", Ct);
    }

    [Fact]
    public async Task A_crash_on_purpose_ends_the_container_so_long_after_its_start()
    {
        var time = new RehearsalTime(TimeProvider.System, 60);
        var switches = new FaultSwitches(time);
        switches.Switch(new FaultRequest([]).Parse("""[{"taskDefinition": "web:2", "kind": "crash", "after": 60, "count": 1}]"""));
        var runtime = new FaultyTasks(Runtime, switches, new KnownTasks(), _ => null, time);

        await runtime.Start(Task(Container("app", "echo up; exec sleep 100")) with { Origin = new("web", "web", 2) }, Ct);
        Assert.Equal(new ContainerState(true, null, false, null), await runtime.Inspect(_task, "app", Ct));
        await Until(async () => (await runtime.Inspect(_task, "app", Ct)) is { Running: false });

        Assert.Equal(new ContainerState(false, 137, false, null), await runtime.Inspect(_task, "app", Ct));
        Assert.Equal(new Dictionary<string, int> { ["app"] = 137 }, await runtime.Stop(_task, Ct));
        Assert.Empty(await runtime.List(Ct));
    }

    [Fact]
    public async Task The_containers_that_were_asked_to_end_tell_their_exit_codes_and_the_others_too()
    {
        var runtime = Runtime;
        await runtime.Start(
            Task(
                Container("app", "trap 'exit 5' TERM; echo up; while :; do usleep 20000; done"),
                Container("done", "exit 4", essential: false)),
            Ct);
        await Until(async () => Logged("up") && (await runtime.Inspect(_task, "done", Ct)) is { Running: false });

        Assert.Equal(new Dictionary<string, int> { ["app"] = 5, ["done"] = 4 }, (await runtime.Stop(_task, Ct)).OrderBy(code => code.Key));
        Assert.Empty(await runtime.Stop(_task, Ct));
    }

    [Fact]
    public async Task A_check_inside_a_container_is_run_and_tells_when_the_container_turns_ill()
    {
        var runtime = Runtime;
        var check = new ContainerCheck(["CMD-SHELL", "/bin/test -e /well"], TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(5), Retries: 1, TimeSpan.FromSeconds(30));
        await runtime.Start(Task(Container("app", "sleep 1; echo > /well; echo well; sleep 3; rm /well; exec sleep 100") with { Check = check }), Ct);

        Assert.Equal("starting", (await runtime.Inspect(_task, "app", Ct))!.Health);
        await Until(async () => (await runtime.Inspect(_task, "app", Ct))!.Health == "healthy");
        Assert.True(Logged("well"));
        await Until(async () => (await runtime.Inspect(_task, "app", Ct))!.Health == "unhealthy");
        await runtime.Stop(_task, Ct);
    }

    [Fact]
    public async Task User_working_directory_and_a_read_only_file_system_are_those_of_the_definition()
    {
        var runtime = Runtime;
        await runtime.Start(
            Task(Container("app", "id -u; pwd; grep -q ' / [^ ]* ro' /proc/mounts && echo sealed") with { User = "1234", WorkingDirectory = "/bin", ReadOnlyRoot = true }), Ct);

        await Until(() => System.Threading.Tasks.Task.FromResult(Logged("1234") && Logged("/bin") && Logged("sealed")));
        await runtime.Stop(_task, Ct);
    }

    [Theory]
    [InlineData("127.0.0.1:9/none@sha256:0000000000000000000000000000000000000000000000000000000000000000", "sh", "CannotPullContainerError: Error response from daemon: ")]
    [InlineData(EngineFixture.Image, "/no/such/program", "CannotStartContainerError: Error response from daemon: ")]
    public async Task A_container_that_cannot_start_is_refused_in_the_words_of_ecs_and_nothing_is_left(string image, string program, string reason)
    {
        var runtime = Runtime;
        var error = await Assert.ThrowsAsync<TaskStartException>(() => runtime.Start(
            Task(Container("good", "exec sleep 100"), Container("bad", "") with { Image = image, Command = [program], EntryPoint = [] }), Ct));

        Assert.Equal("bad", error.Container);
        Assert.StartsWith(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(await runtime.List(Ct));
    }

    [Theory]
    [InlineData("host:5000/a@sha256:12", "images/create?fromImage=host%3A5000%2Fa&tag=sha256%3A12")]
    [InlineData("host:5000/a:v1", "images/create?fromImage=host%3A5000%2Fa&tag=v1")]
    [InlineData("host:5000/a", "images/create?fromImage=host%3A5000%2Fa&tag=latest")]
    public void One_image_is_pulled_and_never_a_whole_repository(string image, string expected) =>
        Assert.Equal(expected, DockerTaskRuntime.PullPath(image));

    [Fact]
    public async Task A_long_line_in_frames_is_one_line_and_streams_do_not_mix()
    {
        using var stream = new MemoryStream([.. Frame(1, "1.5Z long "), .. Frame(2, "2Z error\n"), .. Frame(1, "3Z line\r\n"), .. Frame(2, "4Z end")]);
        var lines = new List<string>();

        await DockerLogs.Read(stream, (at, line) => lines.Add($"{at:ss.f} {line}"), Ct);

        Assert.Equal(["02.0 error", "01.5 long line", "04.0 end"], lines);

        static byte[] Frame(byte kind, string text)
        {
            var bytes = Encoding.UTF8.GetBytes($"2026-01-01T00:00:0{text}");
            return [kind, 0, 0, 0, 0, 0, 0, (byte)bytes.Length, .. bytes];
        }
    }

    private TaskToStart Task(params ContainerToStart[] containers) => new(_task, Cpu: 256, MemoryMiB: 64, containers);

    private ContainerToStart Container(string name, string script, bool essential = true, params int[] ports) => new(
        name, EngineFixture.Image, [script], ["sh", "-c"], new Dictionary<string, string> { ["GREETING"] = "hello", ["PATH"] = "/bin" }, ports,
        TimeSpan.FromSeconds(1), essential,
        (_, line) =>
        {
            lock (_log)
                _log.Add(line);
        });

    private bool Logged(string line)
    {
        lock (_log)
            return _log.Contains(line);
    }

    private static async Task<string?> Get(HttpClient http, string address)
    {
        try
        {
            return await http.GetStringAsync(new Uri(address), Ct);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var began = Stopwatch.GetTimestamp(); !await condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "It did not happen within a minute.");
            await System.Threading.Tasks.Task.Delay(20, Ct);
        }
    }
}
