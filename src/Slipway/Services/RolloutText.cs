using System.Globalization;

namespace Slipway.Services;

/// <summary>How a rollout goes, as the plan tells a person.</summary>
internal static class RolloutText
{
    /// <summary>Nothing for an ordinary rolling update.</summary>
    public static IEnumerable<string> Lines(Rollout rollout) => rollout is not ShiftedRollout shifted ? [] :
    [
        .. shifted switch
        {
            BlueGreenRollout => [$"moves all traffic at once, then keeps the old version for {Time(shifted.BakeTime)}"],
            CanaryRollout canary => [$"moves {Percent(canary.Percent)} of the traffic, the rest {Time(canary.CanaryBake)} later, then keeps the old version for {Time(shifted.BakeTime)}"],
            LinearRollout linear => [$"moves the traffic in steps of {Percent(linear.StepPercent)}, {Time(linear.StepBake)} apart, then keeps the old version for {Time(shifted.BakeTime)}"],
            SteppedRollout stepped =>
            [
                $"moves the traffic in steps of {DeploymentSettings.StepOf(stepped.Percents)}%, and holds at {List(stepped.Percents)} for {Time(shifted.BakeTime)}, at most {Time(shifted.HoldLimit)}",
                $"goes back by itself when this run does not answer a hold within {Time(shifted.HoldLimit)}",
            ],
            _ => Array.Empty<string>(),
        },
        .. shifted.AskWithin is { } within && shifted is not ServicePairRollout
            ? [$"waits for ./build.sh Proceed or Abort before production traffic moves, at most {Time(within)}"] : Array.Empty<string>(),
        .. shifted.Gates.Select(gate => $"while {GateText.Of(gate)}"),
    ];

    public static string Percent(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.#}%");

    public static string Time(TimeSpan time) =>
        time.TotalSeconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min");

    private static string List(IReadOnlyList<int> percents) =>
        percents.Count == 1 ? $"{percents[0]}%" : $"{string.Join(", ", percents.Take(percents.Count - 1).Select(percent => $"{percent}%"))} and {percents[^1]}%";
}
