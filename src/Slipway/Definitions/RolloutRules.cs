using System.Globalization;

namespace Slipway;

/// <summary>What must hold of a rollout in one environment: what ECS, or moving weights, could not do with it.</summary>
internal static class RolloutRules
{
    // Of a bake (bakeTimeInMinutes and its like), and of one step of traffic.
    private static readonly TimeSpan LongestBake = TimeSpan.FromHours(24);

    // Of a PAUSE hook: timeoutInMinutes 1 to 20160.
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(14);

    private static readonly TimeSpan LongestDeployment = TimeSpan.FromDays(30);

    /// <summary>Checks the rollout of a service that is otherwise sound.</summary>
    public static void Check(Problems at, Application application, DeployEnvironment environment, EcsService service, Rollout rollout)
    {
        var inside = new RolloutProblems(at, environment);
        var count = Count(environment, service);
        CheckAlarms(inside, rollout);
        if (rollout is RollingRollout rolling)
            CheckRolling(inside, rolling, count);

        if (rollout is not ShiftedRollout shifted)
            return;

        inside.Unless(service.Route is not null, $"{Name(rollout)} without a Route; it moves traffic between two target groups of a load balancer. Give the service a Route, or take Rollout.Rolling");
        CheckTimes(inside, shifted);
        CheckPercents(inside, shifted);
        GateRules.Check(inside, environment, shifted, count);
        if (shifted is ServicePairRollout)
            CheckPair(inside, application, service, count);
    }

    private static void CheckAlarms(RolloutProblems at, Rollout rollout)
    {
        at.Unless(
            rollout is not ServicePairRollout || rollout.Alarms.Count == 0,
            "Alarms with ServicePair; ECS does not move its traffic and would watch nothing. Take Gate.Alarm(\"...\") among its gates");
        foreach (var name in rollout.Alarms.Where(name => name.Length is 0 or > GateRules.LongestName))
            at.Add($"alarm \"{name}\"; valid is the name of a CloudWatch alarm, 1 to {GateRules.LongestName} characters");

        foreach (var twice in rollout.Alarms.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            at.Add($"alarm \"{twice.Key}\" stands {twice.Count()} times in Alarms; once is enough");
    }

    private static void CheckRolling(RolloutProblems at, RollingRollout rolling, int? count)
    {
        var (least, most) = (rolling.MinimumHealthyPercent, rolling.MaximumPercent);
        at.Unless(least is >= 0 and <= 100, $"MinimumHealthyPercent {least}; valid are 0 to 100");
        at.Unless(most is >= 100 and <= 200, $"MaximumPercent {most}; valid are 100 to 200");

        if ((least, most) == (100, 100))
            at.Add("MinimumHealthyPercent 100 with MaximumPercent 100; ECS could neither start nor stop a task. Raise the one or lower the other");
        else if (count is { } tasks and > 0 && least is >= 0 and <= 100 && most is >= 100 and <= 200 && IsStuck(tasks, least, most))
            at.Add(
                $"MinimumHealthyPercent {least} with MaximumPercent {most} of {tasks} {(tasks == 1 ? "task" : "tasks")}; "
                + "ECS rounds the first up and the second down, and could neither start nor stop a task. Lower the one or raise the other");

        if (rolling.Threshold is { } threshold)
        {
            at.Unless(
                threshold.Value >= 1 && (threshold.Value <= 100 || threshold.Type != "BOUNDED_PERCENT"),
                threshold.Type == "COUNT"
                    ? $"Threshold of {threshold.Value} tasks; valid is 1 or more"
                    : $"Threshold of {threshold.Value} percent; valid are 1 {(threshold.Type == "BOUNDED_PERCENT" ? "to 100" : "or more")}");
        }
    }

    // ECS rounds the lower limit up and the upper one down.
    private static bool IsStuck(int tasks, int least, int most) => ((tasks * least) + 99) / 100 >= tasks && tasks * most / 100 <= tasks;

    private static void CheckTimes(RolloutProblems at, ShiftedRollout rollout)
    {
        foreach (var (name, bake) in Bakes(rollout))
            at.Unless(bake >= TimeSpan.Zero && bake <= LongestBake && IsWhole(bake), $"{name} {Text(bake)}; valid are 0 to 24 hours in whole minutes, as ECS takes no others");

        CheckPause(at, "AskWithin", rollout.AskWithin);
        if (rollout is not (SteppedRollout or ServicePairRollout))
        {
            // ECS's bakes end by themselves.
            at.Unless(
                rollout.WhenInconclusive != Inconclusive.Ask,
                $"WhenInconclusive Ask with {Name(rollout)}; ECS goes on at the end of a bake, whoever is asked. Take Stepped or ServicePair, or Inconclusive.Fail");
        }
        else
        {
            CheckPause(at, "HoldLimit", rollout.HoldLimit);
            at.Unless(
                rollout.HoldLimit > rollout.BakeTime,
                $"HoldLimit {Text(rollout.HoldLimit)} with BakeTime {Text(rollout.BakeTime)}; the bake is part of the hold, which must be longer, or every version would be taken back");
        }

        var total = Longest(rollout);
        at.Unless(
            total <= LongestDeployment,
            $"bakes, holds and the wait for a person make {Text(total)}; ECS ends a deployment after 30 days. Shorten them, or take fewer steps");
    }

    private static void CheckPause(RolloutProblems at, string name, TimeSpan? time) => at.Unless(
        time is null || (time >= TimeSpan.FromMinutes(1) && time <= LongestPause && IsWhole(time.Value)),
        $"{name} {Text(time ?? TimeSpan.Zero)}; valid are 1 minute to 14 days in whole minutes, which is what a pause of ECS takes");

    private static void CheckPercents(RolloutProblems at, ShiftedRollout rollout)
    {
        switch (rollout)
        {
            case CanaryRollout canary:
                at.Unless(canary.Percent is >= 0.1 and <= 100 && IsTenth(canary.Percent), $"Canary({Text(canary.Percent)}, ...); valid are 0.1 to 100 in steps of 0.1");
                break;
            case LinearRollout linear:
                at.Unless(linear.StepPercent is >= 3 and <= 100 && IsTenth(linear.StepPercent), $"Linear({Text(linear.StepPercent)}, ...); valid are 3 to 100 in steps of 0.1");
                break;
            case SteppedRollout { Percents.Count: 0 }:
                at.Add("Stepped() without a percentage; valid is one or more, such as Rollout.Stepped(10, 50), or Rollout.BlueGreen, which moves all traffic at once");
                break;
            case SteppedRollout stepped when CheckRising(at, "Stepped", stepped.Percents):
                CheckStep(at, stepped.Percents);
                break;
            case ServicePairRollout pair:
                CheckRising(at, "ServicePair", pair.Percents);
                break;
        }
    }

    private static bool CheckRising(RolloutProblems at, string name, IReadOnlyList<int> percents)
    {
        var isRising = percents.All(percent => percent is > 0 and < 100) && percents.Zip(percents.Skip(1)).All(pair => pair.First < pair.Second);
        at.Unless(isRising, $"{name}({List(percents)}); valid are rising percentages above 0 and below 100: before the first the old version has all traffic, after the last the new one");
        return isRising;
    }

    private static void CheckStep(RolloutProblems at, IReadOnlyList<int> percents)
    {
        var step = percents.Aggregate(100, Divisor);
        at.Unless(
            step >= 3,
            $"Stepped({List(percents)}); ECS moves traffic in equal steps of 3 % or more, and these need steps of {step} %. {Likely(percents)}");
    }

    /// <summary>The percentages that ECS can hold at and that differ least: in its steps of 4 or 5 %.</summary>
    private static string Likely(IReadOnlyList<int> percents)
    {
        var best = new[] { 5, 4 }
            .Select(step => percents.Select(percent => Math.Clamp((percent + (step / 2)) / step * step, step, 100 - step)).ToList())
            .Where(rounded => rounded.Distinct().Count() == rounded.Count)
            .MinBy(rounded => rounded.Zip(percents).Sum(pair => Math.Abs(pair.First - pair.Second)));
        return best is null ? "Multiples of 4 or 5 would do, or ServicePair, which takes any" : $"Stepped({List(best)}) would do, or ServicePair, which takes any";
    }

    private static void CheckPair(RolloutProblems at, Application application, EcsService service, int? count)
    {
        at.Unless(count != 0, "ServicePair with a DesiredCount of 0; the side that gets the traffic would have nobody to answer");

        foreach (var side in new[] { "blue", "green" }.Select(side => $"{service.Name}-{side}").Where(side => application.Services.Any(other => other.Name == side)))
            at.Add($"ServicePair beside the service {side}; a pair's two ECS services are called {service.Name}-blue and {service.Name}-green. Rename that service");
    }

    /// <summary>The times in which a new version is watched, by the names that the definition has for them.</summary>
    internal static IEnumerable<(string Name, TimeSpan Time)> Bakes(ShiftedRollout rollout) => rollout switch
    {
        CanaryRollout canary => [("CanaryBake", canary.CanaryBake), ("BakeTime", canary.BakeTime)],
        LinearRollout linear => [("StepBake", linear.StepBake), ("BakeTime", linear.BakeTime)],
        _ => [("BakeTime", rollout.BakeTime)],
    };

    /// <summary>What ECS is told to wait for at most; nothing for a pair, whose traffic ECS does not move.</summary>
    private static TimeSpan Longest(ShiftedRollout rollout) => (rollout.AskWithin ?? TimeSpan.Zero) + rollout switch
    {
        CanaryRollout canary => canary.CanaryBake + canary.BakeTime,
        LinearRollout { StepPercent: >= 3 } linear => (linear.StepBake * (Math.Ceiling(100 / linear.StepPercent) - 1)) + linear.BakeTime,
        SteppedRollout stepped => stepped.HoldLimit * stepped.Percents.Count,
        ServicePairRollout => -(rollout.AskWithin ?? TimeSpan.Zero),
        _ => rollout.BakeTime,
    };

    /// <summary>As many tasks as the definition says; null: it leaves the number alone, or has a mistake that is told elsewhere.</summary>
    private static int? Count(DeployEnvironment environment, EcsService service) =>
        new Problems().TryValue(service.DesiredCount, environment, "DesiredCount", out var count) ? count : null;

    internal static string Name(Rollout rollout) => rollout.GetType().Name[..^nameof(Rollout).Length];

    /// <summary>As a person says it: <c>90 s</c>, <c>5 min</c>, <c>26 h</c>, <c>33 d</c>.</summary>
    internal static string Text(TimeSpan time) => time switch
    {
        _ when time.TotalMinutes < 2 && !IsWhole(time) => $"{Text(Math.Round(time.TotalSeconds, 2))} s",
        { TotalHours: < 2 } => $"{Text(Math.Round(time.TotalMinutes, 2))} min",
        { TotalDays: < 3 } => $"{Text(Math.Round(time.TotalHours, 2))} h",
        _ => $"{Text(Math.Round(time.TotalDays, 2))} d",
    };

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static string List(IReadOnlyList<int> percents) => string.Join(", ", percents);

    private static bool IsWhole(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMinute == 0;

    private static bool IsTenth(double percent) => Math.Abs((percent * 10) - Math.Round(percent * 10)) < 1e-6;

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}

/// <summary>Collects what is wrong with a rollout, each time with the environment that it is wrong in.</summary>
internal sealed class RolloutProblems(Problems at, DeployEnvironment environment)
{
    public void Add(string problem) => at.Add("Rollout", $"in {environment.Name}: {problem}");

    public void Unless(bool valid, string problem)
    {
        if (!valid)
            Add(problem);
    }
}
