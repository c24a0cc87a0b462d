using System.Runtime.InteropServices;

namespace Slipway.Nuke;

/// <summary>
/// Turns SIGINT and SIGTERM into the cancellation of a token, so that what runs can come to a defined end. A second signal ends the
/// process at once.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public Signals() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        ];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();

        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
            return;

        signal.Cancel = true;
        _stop.Cancel();
    }
}
