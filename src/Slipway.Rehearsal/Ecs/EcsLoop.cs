using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecs;

/// <summary>The heart of ECS: beat by beat it looks at the containers, moves tasks and services on, and saves.</summary>
internal sealed class EcsLoop(EcsState state, Lock gate, TaskRunner runner, TaskLifecycle lifecycle, Rollout rollout, IStateStore store, RehearsalTime time)
{
    /// <summary>How long a stopped task is still told of; by the clock, since it is kept for people who look.</summary>
    private static readonly TimeSpan StoppedTasksKept = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);
    private bool _recovered;

    /// <summary>Beats until it is cancelled, then returns. A beat that fails is made up for by the next.</summary>
    public async Task Run(CancellationToken ct)
    {
        var interval = TimeSpan.FromTicks(Math.Clamp(time.Scaled(TimeSpan.FromSeconds(1)).Ticks, Shortest.Ticks, Longest.Ticks));
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Beat(ct);
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                // An engine that does not answer, or a disk that is full: what was not done is still to do.
            }

            await Task.Delay(interval, time.Clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task Beat(CancellationToken ct)
    {
        if (!_recovered)
            await Recover(ct);

        var seen = await runner.Observe(ToObserve(), ct);
        lock (gate)
        {
            foreach (var task in state.Tasks.Where(task => task.LastStatus != "STOPPED").ToList())
                lifecycle.Advance(task, seen.GetValueOrDefault(task.Id));

            foreach (var service in state.Services)
                rollout.Beat(service);

            state.Changed |= state.Tasks.RemoveAll(task => time.Now - task.StoppedAt > StoppedTasksKept) > 0;
            if (!state.Changed)
                return;

            store.Save("ecs", state.Write());
            state.Changed = false;
        }
    }

    /// <summary>After a restart: what runs for no task is removed, and what runs for one gets its requests and its log again.</summary>
    private async Task Recover(CancellationToken ct)
    {
        List<(EcsTask Task, TaskDefinition Definition)> kept;
        lock (gate)
        {
            kept = [.. state.Tasks.Where(task => task.LastStatus is "ACTIVATING" or "RUNNING" or "DEACTIVATING")
                .Select(task => (task, state.TaskDefinitions.Single(definition => definition.Arn == task.TaskDefinitionArn)))];
        }

        await runner.RemoveLeftovers(kept.Select(one => one.Task.Id).ToHashSet(StringComparer.Ordinal), ct);
        foreach (var (task, definition) in kept)
            await runner.Resume(task, definition, ct);

        lock (gate)
        {
            foreach (var task in state.Tasks.Where(task => task.LastStatus == "RUNNING"))
                lifecycle.Reattach(task);
        }

        _recovered = true;
    }

    private List<(string, IReadOnlyList<string>)> ToObserve()
    {
        lock (gate)
        {
            return [.. state.Tasks
                .Where(task => task.LastStatus is "ACTIVATING" or "RUNNING" or "DEACTIVATING")
                .Select(task => (task.Id, (IReadOnlyList<string>)[.. task.Containers.Where(container => container.LastStatus == "RUNNING").Select(container => container.Name)]))];
        }
    }
}
