using System.Collections.Concurrent;
using Slipway.Output;

namespace Slipway.Rollouts;

/// <summary>Keeps what a run says, and lets a test act when it says something.</summary>
internal sealed class Told : IOutput
{
    private readonly ConcurrentQueue<OutputEvent> _events = new();
    private readonly ConcurrentBag<(Func<OutputEvent, bool> Matches, TaskCompletionSource Said)> _awaited = [];

    public IReadOnlyList<OutputEvent> Events => [.. _events];

    public string Text => string.Join('\n', _events.Select(happened => happened.Text));

    /// <summary>Ends when something is said that matches, which may have been before.</summary>
    public Task Says(Func<OutputEvent, bool> matches)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Add((matches, said));
        if (_events.Any(matches))
            said.TrySetResult();

        return said.Task;
    }

    public void Emit(OutputEvent happened)
    {
        _events.Enqueue(happened);
        foreach (var (_, said) in _awaited.Where(waiting => waiting.Matches(happened)))
            said.TrySetResult();
    }
}
