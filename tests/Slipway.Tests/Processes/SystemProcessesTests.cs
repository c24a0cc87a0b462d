using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Slipway.Processes;
using Slipway.Tests.Images;

namespace Slipway.Tests.Processes;

/// <summary>With small programs of the system.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SystemProcessesTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly SystemProcesses _processes = new(TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gives_exit_code_both_outputs_and_each_line_as_it_comes()
    {
        List<string> lines = [];

        var result = await _processes.Run(Shell("echo one; echo two >&2; printf three; exit 7"), lines.Add, Ct);

        Assert.Equal(new CommandResult(7, "one\nthree\n", "two\n"), result);
        Assert.Equal(["one", "three", "two"], lines.Order());
    }

    [Fact]
    public async Task Arguments_directory_and_environment_arrive_unchanged()
    {
        var command = new Command("sh", "-c", "printf '%s\\n' \"$1\" \"$PWD\" \"$GIVEN\" \"${HOME-unset}\"", "sh", "a 'b' \"c\" $d \\")
        {
            Directory = _folder.Path,
            Environment = new Dictionary<string, string?> { ["GIVEN"] = "x y", ["HOME"] = null },
        };

        Assert.Equal($"a 'b' \"c\" $d \\\n{_folder.Path}\nx y\nunset\n", (await _processes.Run(command, onLine: null, Ct)).Output);
    }

    [Fact]
    public async Task Large_output_on_both_streams_and_large_input_do_not_block()
    {
        var input = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 1023) + "\n", 4096)));
        using var stream = new MemoryStream(input);

        var result = await _processes.Run(Shell("tee /dev/stderr") with { Input = stream }, onLine: null, Ct);

        Assert.Equal((0, input.Length, input.Length), (result.ExitCode, result.Output.Length, result.Error.Length));
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_is_judged_by_its_exit_code()
    {
        using var stream = new MemoryStream(new byte[4 * 1024 * 1024]);

        Assert.Equal(5, (await _processes.Run(Shell("exit 5") with { Input = stream }, onLine: null, Ct)).ExitCode);
    }

    [Fact]
    public async Task Input_ends_when_none_is_given() =>
        Assert.Equal(0, (await _processes.Run(new Command("cat"), onLine: null, Ct)).ExitCode);

    [Fact]
    public async Task Cancelling_asks_the_program_to_end_and_waits_for_it()
    {
        var said = Path.Combine(_folder.Path, "said");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _processes.Run(
            Shell($"trap 'sleep 0.2; echo bye > {said}; exit 0' TERM; echo ready; while :; do sleep 0.05; done"), _ => cancel.Cancel(), cancel.Token));

        Assert.Equal("bye\n", await File.ReadAllTextAsync(said, Ct));
    }

    [Fact]
    public async Task A_program_that_ignores_the_request_is_killed_with_its_children()
    {
        var ids = new List<int>();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var processes = new SystemProcesses(new HurriedTime());
        void Line(string line)
        {
            ids.AddRange(line.Split(' ').Select(int.Parse));
            cancel.Cancel();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => processes.Run(
            Shell("trap '' TERM; sleep 600 & echo $$ $!; while :; do sleep 0.05; done"), Line, cancel.Token));

        Assert.Equal(2, ids.Count);
        foreach (var id in ids)
            await Until(() => !IsRunning(id), $"process {id} still runs");
    }

    [Fact]
    public async Task Nothing_is_started_when_it_is_cancelled_already() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _processes.Run(new Command("no-such-program"), onLine: null, new CancellationToken(canceled: true)));

    [Fact]
    public async Task A_missing_program_and_a_missing_folder_are_told_apart()
    {
        var program = await Assert.ThrowsAsync<DeployException>(() => _processes.Run(new Command("no-such-program", "--key", "k3y") { Secrets = ["k3y"] }, onLine: null, Ct));
        Assert.StartsWith("no-such-program could not be started. Nothing was changed by it.", program.Message, StringComparison.Ordinal);
        Assert.Contains("command  no-such-program --key ***", program.Message, StringComparison.Ordinal);
        Assert.Contains("install no-such-program", program.Message, StringComparison.Ordinal);

        var folder = await Assert.ThrowsAsync<DeployException>(() => _processes.Run(Shell("true") with { Directory = "/no/such/folder" }, onLine: null, Ct));
        Assert.Contains("make the folder /no/such/folder", folder.Message, StringComparison.Ordinal);
    }

    private static Command Shell(string script) => new("sh", "-c", script);

    private static bool IsRunning(int id)
    {
        // A process that ended and that nobody has waited for yet is in state Z.
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task Until(Func<bool> condition, string otherwise)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), otherwise);
            await Task.Delay(20, Ct);
        }
    }

    /// <summary>A clock on which waiting takes a hundredth of its time.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime / 100, period);
    }
}
