using Nuke.Common;
using Slipway.Output;
using Slipway.Processes;

namespace Slipway.Nuke;

/// <summary>One run of a target: gives it its tools, hands it the token of the signals, and makes its verdict the exit code.</summary>
public sealed class ShipRun
{
    private ShipRun(IShip build, IOutput output) => (Build, Output, Processes) = (build, output, new SystemProcesses(TimeProvider.System));

    /// <summary>Where the run tells what happens.</summary>
    public IOutput Output { get; }

    /// <summary>Runs programs.</summary>
    public IProcesses Processes { get; }

    internal IShip Build { get; }

    /// <summary>Runs <paramref name="work"/> as the action of a target. The verdict it returns, or the exception it ends with, gives the exit code.</summary>
    public static async Task Start(IShip build, Func<ShipRun, CancellationToken, Task<Verdict>> work)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(work);

        using var signals = new Signals();
        var output = OutputOf(build);
        var verdict = await VerdictOf(work, new ShipRun(build, output), build, signals.Token);

        build.ExitCode = (int)verdict;
        if (verdict != Verdict.Deployed)
            throw new TargetFailedException($"The verdict is {verdict}, exit code {(int)verdict}.");
    }

    private static async Task<Verdict> VerdictOf(Func<ShipRun, CancellationToken, Task<Verdict>> work, ShipRun run, IShip build, CancellationToken stop)
    {
        try
        {
            return await work(run, stop);
        }
        catch (DeployException exception)
        {
            run.Output.Emit(new RunFailed(exception.Message));
            return exception.Verdict;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            run.Output.Emit(new RunFailed("Stopped by a signal."));
            return Verdict.Stopped;
        }
        catch (Exception)
        {
            build.ExitCode = Bug;
            run.Output.Emit(new RunFailed("This is a defect of Slipway. Please report it with the stack trace below."));
            throw;
        }
    }

    private const int Bug = 70;
}

/// <summary>Why a run ends without success.</summary>
internal sealed record RunFailed(string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Failure;

    public override string Text => Reason;
}

/// <summary>Makes the runner count a target as failed. The reason was told already, so it prints as one line, without a stack trace.</summary>
internal sealed class TargetFailedException(string message) : Exception(message)
{
    public override string ToString() => Message;
}
