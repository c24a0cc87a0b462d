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
