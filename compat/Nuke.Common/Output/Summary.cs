using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common.Output;

/// <summary>The table of targets at the end of a run.</summary>
internal static class Summary
{
    private const int StatusWidth = 10;
    private const int DurationWidth = 10;

    public static IEnumerable<(string Text, Tone Tone)> Of(IReadOnlyCollection<ExecutableTarget> plan, bool succeeding, DateTimeOffset now)
    {
        var nameWidth = Math.Max(plan.Max(target => target.Name.Length) + 4, 19);
        var width = nameWidth + StatusWidth + DurationWidth;

        yield return ("", Tone.Plain);
        yield return (new string('═', width), Tone.Faint);
        yield return (Row("Target", "Status", "Duration"), Tone.Plain);
        yield return (new string('─', width), Tone.Faint);

        foreach (var target in plan.Where(target => target.Status != ExecutionStatus.Collective))
            yield return (Row(target.Name, target.Status.ToString(), DurationOf(target)) + Information(target), ToneOf(target.Status));

        yield return (new string('─', width), Tone.Faint);
        yield return (Row("Total", "", Text(plan.Aggregate(TimeSpan.Zero, (sum, target) => sum + target.Duration))), Tone.Plain);
        yield return (new string('═', width), Tone.Faint);
        yield return ("", Tone.Plain);
        yield return (
            string.Create(CultureInfo.InvariantCulture, $"Build {(succeeding ? "succeeded" : "failed")} on {now:yyyy-MM-dd HH:mm:ss}."),
            succeeding ? Tone.Good : Tone.Bad);

        string Row(string name, string status, string duration) => name.PadRight(nameWidth) + status.PadRight(StatusWidth) + duration.PadLeft(DurationWidth);
    }

    private static string DurationOf(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted ? Text(target.Duration) : "";

    private static string Text(TimeSpan duration) =>
        duration < TimeSpan.FromSeconds(1) ? "< 1sec" : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}:{duration:ss}");

    private static string Information(ExecutableTarget target) =>
        target.SummaryInformation.Count == 0 ? "" : "   // " + string.Join(", ", target.SummaryInformation.Select(pair => $"{pair.Key}: {pair.Value}"));

    private static Tone ToneOf(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => Tone.Good,
        ExecutionStatus.Failed => Tone.Bad,
        ExecutionStatus.Aborted or ExecutionStatus.NotRun => Tone.Warning,
        _ => Tone.Faint,
    };
}
