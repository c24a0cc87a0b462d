using FsCheck;
using FsCheck.Fluent;

namespace Slipway.Rehearsal.Ecs;

public sealed class SchedulerTests
{
    [Theory]
    // desired, min, max, old healthy, new healthy, new starting -> starts, stops
    [InlineData(2, 100, 200, 0, 0, 0, 2, 0)]
    [InlineData(2, 100, 200, 2, 0, 0, 2, 0)]
    [InlineData(2, 100, 200, 2, 0, 2, 0, 0)]
    [InlineData(2, 100, 200, 2, 1, 1, 0, 1)]
    [InlineData(4, 50, 100, 4, 0, 0, 0, 2)]
    [InlineData(4, 50, 100, 2, 0, 0, 2, 0)]
    [InlineData(3, 50, 150, 3, 0, 0, 1, 0)]     // 150 % of 3 rounds down to 4
    [InlineData(3, 50, 100, 3, 0, 0, 0, 1)]     // 50 % of 3 rounds up to 2
    [InlineData(0, 100, 200, 0, 2, 0, 0, 2)]
    [InlineData(1, 100, 200, 0, 3, 0, 0, 2)]
    public void Starts_and_stops_within_the_percentages(int desired, int min, int max, int old, int healthy, int starting, int starts, int stops)
    {
        var decision = RollingScheduler.Decide(new RollingInput(desired, min, max, World(old, healthy, starting)));

        Assert.Equal((starts, stops), (decision.Start, decision.Stop.Count));
    }

    [Fact]
    public void Says_when_the_percentages_leave_no_way() =>
        Assert.True(RollingScheduler.Decide(new RollingInput(1, 100, 100, World(1, 0, 0))).Stuck);

    [Fact]
    public void Any_deployment_ends_and_never_leaves_its_bounds() =>
        Prop.ForAll(
            Gen.Choose(0, 12).SelectMany(desired => Gen.Choose(0, 100).SelectMany(min => Gen.Choose(100, 200).SelectMany(max =>
                Gen.Choose(0, 12).Select(old => (desired, min, max, old))))).ToArbitrary(),
            one => RunsToItsEnd(one.desired, one.min, one.max, one.old)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("BOUNDED_PERCENT", 50, 1, 3)]
    [InlineData("BOUNDED_PERCENT", 50, 7, 4)]
    [InlineData("BOUNDED_PERCENT", 50, 1000, 200)]
    [InlineData("UNBOUNDED_PERCENT", 50, 1, 1)]
    [InlineData("COUNT", 2, 100, 2)]
    public void The_breakers_threshold(string type, int value, int desired, int threshold) =>
        Assert.Equal(threshold, new CircuitBreaker(true, true, true, type, value).Threshold(desired));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    public void A_healthy_task_resets_the_count_only_when_it_is_asked_to(bool reset, int count) =>
        Assert.Equal(count, new CircuitBreaker(true, true, reset, "COUNT", 3).Count(failures: 2, failedNow: 1, healthyNow: true));

    [Fact]
    public void Restarts_come_slower_and_slower_up_to_27_minutes() =>
        Assert.Equal([0, 5, 10, 20, 1280, 1620, 1620], new[] { 0, 1, 2, 3, 9, 10, 99 }.Select(rounds => RestartDelay.After(rounds).TotalSeconds));

    private static bool RunsToItsEnd(int desired, int min, int max, int old)
    {
        var tasks = World(old, 0, 0).ToList();
        for (var beat = 0; beat < 200; beat++)
        {
            var input = new RollingInput(desired, min, max, tasks);
            var decision = RollingScheduler.Decide(input);
            if (decision.Stuck)
                return input.MinimumHealthy == desired && input.Maximum <= tasks.Count;

            var healthyBefore = tasks.Count(task => task.Healthy);
            tasks.RemoveAll(task => decision.Stop.Contains(task.Id));
            if (tasks.Count(task => task.Healthy) < Math.Min(healthyBefore, input.MinimumHealthy))
                return false;

            tasks.AddRange(Enumerable.Range(0, decision.Start).Select(index => new RollingTask($"{beat}-{index}", Current: true, Healthy: false)));
            if (decision.Start > 0 && tasks.Count > input.Maximum)
                return false;

            // One task becomes healthy per beat.
            var waiting = tasks.FindIndex(task => !task.Healthy);
            if (waiting >= 0)
                tasks[waiting] = tasks[waiting] with { Healthy = true };
            else if (decision is { Start: 0, Stop.Count: 0 })
                return tasks.Count == desired && tasks.TrueForAll(task => task.Current);
        }

        return false;
    }

    private static IReadOnlyList<RollingTask> World(int old, int healthy, int starting) =>
    [
        .. Enumerable.Range(0, old).Select(index => new RollingTask($"old-{index}", Current: false, Healthy: true)),
        .. Enumerable.Range(0, healthy).Select(index => new RollingTask($"new-{index}", Current: true, Healthy: true)),
        .. Enumerable.Range(0, starting).Select(index => new RollingTask($"starting-{index}", Current: true, Healthy: false)),
    ];
}
