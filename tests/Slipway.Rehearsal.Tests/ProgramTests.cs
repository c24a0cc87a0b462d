using System.Diagnostics;
using Slipway.Processes;

namespace Slipway.Rehearsal;

/// <summary>The cloud as the process that it is in real use.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly SystemProcesses _processes = new(TimeProvider.System);

    [Fact]
    public async Task The_program_tells_how_it_is_reached_from_when_it_is_ready_until_SIGTERM_ends_it()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = _processes.Run(
            Program("--folder", _folder.Path, "--speed", "60", "--docker-host", $"unix://{_folder.Path}/docker.sock", "--docker-cli", "docker"), null, ending.Token);

        var cloud = await Ready(running);
        using var http = new HttpClient();
        var health = await http.GetStringAsync(new Uri(cloud.AwsEndpoint, "/_slipway/health"), ending.Token);
        using (var process = Process.GetProcessById(cloud.Pid))
            Assert.Equal(cloud.ProcessStart.UtcDateTime, process.StartTime.ToUniversalTime(), TimeSpan.FromSeconds(1));

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Contains("\"ecs\"", health, StringComparison.Ordinal);
        Assert.Equal((cloud.AwsEndpoint.Authority, 60), (cloud.Registry, cloud.Speed));
        Assert.False(File.Exists(CloudFile.PathIn(_folder.Path)));
    }

    [Fact]
    public async Task What_can_be_expected_to_fail_ends_it_with_1_and_a_message_without_a_stack_trace()
    {
        var result = await _processes.Run(Program("--folder", _folder.Path, "--port", "x"), null, TestContext.Current.CancellationToken);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The rehearsal cloud was not started: --port must be a number from 0 to 65535, found x.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Command Program(params string[] arguments) =>
        new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Slipway.Rehearsal.dll"), .. arguments]);

    private async Task<CloudFile> Ready(Task<CommandResult> running)
    {
        var start = Stopwatch.StartNew();
        while (start.Elapsed < Limit && !running.IsCompleted)
        {
            if (CloudFile.Read(_folder.Path) is { } cloud)
                return cloud;

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Fail(running.IsCompleted ? (await running).Error : $"The cloud was not ready within {Limit}.");
        throw new UnreachableException();
    }
}
