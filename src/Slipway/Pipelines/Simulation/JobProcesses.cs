using Slipway.Processes;

namespace Slipway.Pipelines.Simulation;

/// <summary>The programs that the steps of a job start, and whatever those start in turn: they are known by a variable that all of them inherit, as at GitHub.</summary>
internal sealed class JobProcesses
{
    // For a deploy that is stopped to take back what it had begun.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>The variable, and what it says of this job.</summary>
    public KeyValuePair<string, string> Mark { get; } = KeyValuePair.Create("RUNNER_TRACKING_ID", $"github_{Guid.NewGuid()}");

    /// <summary>Runs a program to its end. On cancellation all that it started is told to end, and killed where it does not.</summary>
    /// <exception cref="OperationCanceledException">It was told to end.</exception>
    public async Task<CommandResult> Run(IProcesses processes, Command command, Action<string> onLine, CancellationToken ct)
    {
        using var hard = new CancellationTokenSource();
        await using var soft = ct.Register(() =>
        {
            foreach (var process in Mine())
                process.Terminate();

            hard.CancelAfter(Grace);
        });
        try
        {
            var result = await processes.Run(command, onLine, hard.Token);
            ct.ThrowIfCancellationRequested();
            return result;
        }
        catch (OperationCanceledException) when (hard.IsCancellationRequested)
        {
            End();
            throw new OperationCanceledException(ct);
        }
    }

    /// <summary>Kills what the job has left running.</summary>
    public void End()
    {
        foreach (var process in Mine())
            process.Kill();
    }

    private IReadOnlyList<UnixProcess> Mine() => UnixProcess.FindWith(Mark.Key, Mark.Value);
}
