using Slipway.Databases;

namespace Slipway.Tests.Services;

/// <summary>Snapshots with a script: once one is taken, each look at it takes the next of <see cref="Looks"/>, the last for ever. Calls are recorded among those of <see cref="FakeEcs"/>.</summary>
internal sealed class FakeSnapshots(FakeEcs ecs) : ISnapshots
{
    /// <summary>For plans that have none.</summary>
    public static SnapshotTaker None { get; } = new(new FakeSnapshots(new FakeEcs()), Tempo.OfAws, new FakeEcs(), new ImmediateTime());

    /// <summary>By identifier, what is there.</summary>
    public Dictionary<string, SeenSnapshot> There { get; } = [];

    /// <summary>Status and percentage of what was taken; null: RDS does not show it yet.</summary>
    public Queue<(string Status, int Percent)?> Looks { get; } = new([("available", 100)]);

    public Action? OnTake { get; set; }

    public Action? OnFind { get; set; }

    public List<SnapshotStep> Steps { get; } = [];

    public Task<SeenSnapshot?> Find(SnapshotStep step, CancellationToken ct)
    {
        OnFind?.Invoke();
        ct.ThrowIfCancellationRequested();
        if (ecs.Fails("find snapshot") is { } failure)
            throw failure;

        if (!There.TryGetValue(step.Identifier, out var one) || one.Status != "creating")
            return Task.FromResult(one);

        var next = Looks.Count > 1 ? Looks.Dequeue() : Looks.Peek();
        return Task.FromResult(next is { } look ? one with { Status = look.Status, Percent = look.Percent, At = FakeEcs.T0 } : null);
    }

    public Task<SeenSnapshot> Take(SnapshotStep step, CancellationToken ct)
    {
        ecs.Record($"snapshot {step.Identifier} of {step.Title}");
        Steps.Add(step);
        OnTake?.Invoke();
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(There[step.Identifier] = Seen(step.Identifier, step.Database, "creating"));
    }

    public static SeenSnapshot Seen(string identifier, string database, string status) =>
        new(identifier, $"arn:aws:rds:eu-west-1:111122223333:snapshot:{identifier}", database, "postgres", status, status == "available" ? 100 : 0, FakeEcs.T0);
}
