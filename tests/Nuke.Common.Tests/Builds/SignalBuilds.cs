using System.Runtime.InteropServices;
using Nuke.Common;

namespace RunnerTests.Builds;

/// <summary>Does not know of signals.</summary>
internal class WaitingBuild : NukeBuild
{
    public Target Wait => _ => _.Executes(() =>
    {
        Console.WriteLine("ready");
        new ManualResetEvent(initialState: false).WaitOne();
    });

    public Target Then => _ => _.DependsOn(Wait).Executes(() => Console.WriteLine("not this"));

    public Target Tidy => _ => _.DependsOn(Then).AssuredAfterFailure().Executes(() => Console.WriteLine("tidied"));

    public static int Start() => Execute<WaitingBuild>(x => x.Tidy);
}

/// <summary>Does not answer signals, and its target fails of them before the runner hears: as when a command that it waits for was sent the signal too.</summary>
internal sealed class GivingUpBuild : NukeBuild
{
    private static readonly ManualResetEvent Sent = new(initialState: false);
    private static readonly ManualResetEvent Thrown = new(initialState: false);
    private static readonly ManualResetEvent Told = new(initialState: false);

    public Target Wait => _ => _.Executes(() =>
    {
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, GiveUp);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, GiveUp);
        Console.WriteLine("ready");
        Sent.WaitOne();
        try
        {
            throw new InvalidOperationException("gave up");
        }
        finally
        {
            Thrown.Set();
        }
    });

    // Long enough for the thread of the target to tell of the failure, if it went on.
    public Target Tidy => _ => _.DependsOn(Wait).AssuredAfterFailure().Executes(() =>
    {
        Told.WaitOne(TimeSpan.FromMilliseconds(300));
        Console.WriteLine("tidied");
    });

    public static int Start() => Execute<GivingUpBuild>(x => x.Tidy);

    protected internal override void OnTargetFailed(string target) => Told.Set();

    private static void GiveUp(PosixSignalContext context)
    {
        Sent.Set();
        Thrown.WaitOne();
        Told.WaitOne(TimeSpan.FromMilliseconds(10));
    }
}

/// <summary>Cancels its own token on signals; its targets end by themselves.</summary>
internal sealed class AnsweringBuild : NukeBuild
{
    private static readonly CancellationTokenSource Stopping = new();

    [Parameter] public readonly int? Verdict;

    public Target Wait => _ => _.Executes(async () =>
    {
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        Console.WriteLine("ready");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Stopping.Token);
        }
        finally
        {
            Console.WriteLine("rolled back");
            ExitCode = Verdict;
        }
    });

    public Target Then => _ => _.DependsOn(Wait).Executes(() => Console.WriteLine("not this"));

    public Target Tidy => _ => _.DependsOn(Then).AssuredAfterFailure().Executes(() => Console.WriteLine("tidied"));

    public static int Start() => Execute<AnsweringBuild>(x => x.Tidy);

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        Stopping.Cancel();
    }
}
