using System.Runtime.InteropServices;

namespace Nuke.Common.Execution;

/// <summary>
/// Ends a run in order after SIGINT and SIGTERM. Where the build itself answers a signal (a handler of its own that sets
/// <see cref="PosixSignalContext.Cancel"/>, registered after the run began), its targets are left to end by themselves; the runner then runs the
/// assured targets and prints the summary. Otherwise the running target counts as aborted and the same happens at once. A second
/// signal that the build does not answer ends the process.
/// </summary>
/// <remarks>NUKE does the latter for SIGINT; SIGTERM ends it without a summary, and without the assured targets.</remarks>
internal sealed class Interruption : IDisposable
{
    // From the first to the last handler it takes microseconds, as long as none of them blocks.
    private static readonly TimeSpan Delivery = TimeSpan.FromMilliseconds(100);

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Lock _ending = new();
    private readonly Func<PosixSignal, int> _end;
    private volatile bool _isEnding;
    private volatile object? _signal;

    /// <param name="end">Does at once what is left to do when the build does not answer a signal, and returns the exit code.</param>
    /// <param name="listen">Whether signals to the process are meant for this run.</param>
    public Interruption(Func<PosixSignal, int> end, bool listen)
    {
        _end = end;
        if (!listen)
            return;

        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive));
    }

    /// <summary>The signal that interrupted the run, or null.</summary>
    public PosixSignal? Signal => (PosixSignal?)_signal;

    /// <summary>128 and the number of the signal, as shells report it.</summary>
    public static int ExitCode(PosixSignal signal) => signal == PosixSignal.SIGTERM ? 143 : 130;

    /// <summary>Does not return when another thread is ending the process, which keeps the lock for good.</summary>
    public void WaitIfEnding()
    {
        lock (_ending)
        {
        }
    }

    /// <summary>
    /// Called when a target gave up: a build's own handler runs before that of the runner, so the target may be done before the runner has
    /// heard of the signal.
    /// </summary>
    public void Settle()
    {
        if (_registrations.Count > 0)
            SpinWait.SpinUntil(() => _signal is not null, Delivery);
        WaitIfEnding();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    // Handlers are called in the reverse order of their registration: the build's come first, and Cancel tells that one of them took the signal.
    private void Receive(PosixSignalContext context)
    {
        if (context.Cancel)
        {
            _signal ??= context.Signal;
            return;
        }

        if (_isEnding)
            return;

        context.Cancel = true;
        lock (_ending)
        {
            _isEnding = true;
            _signal ??= context.Signal;
            Environment.Exit(_end(context.Signal));
        }
    }
}
