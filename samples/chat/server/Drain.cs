using System.Runtime.InteropServices;

namespace Chat;

/// <summary>
/// The way out: health turns 503, nobody new is let in, members are told to connect elsewhere, and the server stops when the last has left or
/// after ten seconds, well inside the 30 seconds that ECS gives by default.
/// </summary>
internal sealed class Drain(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _started = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _members;

    /// <summary>Cancelled when the drain begins.</summary>
    public CancellationToken Started => _started.Token;

    /// <summary>A member's place, given back by disposing it; null: the server drains.</summary>
    public IDisposable? Enter()
    {
        lock (_gate)
        {
            if (_started.IsCancellationRequested)
                return null;
            _members++;
            return new Place(this);
        }
    }

    /// <summary>Begins the drain; ends with it.</summary>
    public async Task Run()
    {
        lock (_gate)
        {
            if (_members == 0)
                _empty.TrySetResult();
        }

        await _started.CancelAsync();
        try
        {
            await _empty.Task.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            // Those who do not answer the close frame are cut off.
        }
    }

    public void Dispose() => _started.Dispose();

    private void Leave()
    {
        lock (_gate)
        {
            if (--_members == 0 && _started.IsCancellationRequested)
                _empty.TrySetResult();
        }
    }

    private sealed class Place(Drain drain) : IDisposable
    {
        public void Dispose() => drain.Leave();
    }
}

/// <summary>Drains on SIGTERM and Ctrl-C before the host stops listening: until then the load balancer can see the 503.</summary>
internal sealed class DrainingLifetime(Drain drain, IHostApplicationLifetime host) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT])
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _ = Stop();

        async Task Stop()
        {
            await drain.Run();
            host.StopApplication();
        }
    }
}
