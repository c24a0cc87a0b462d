using System.Text.RegularExpressions;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>The runs that the matrix of a job makes. Which they are is written in the template: CodePipeline knows no list that an earlier action found out.</summary>
internal static partial class ActionMatrix
{
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html: actions of a stage, those beside a job's own included.
    private const int MostRuns = 40;

    public static IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Values)> Of(PipelineJob job)
    {
        IEnumerable<IReadOnlyDictionary<string, string>> runs = [new Dictionary<string, string>()];
        foreach (var axis in job.Matrix)
            runs = [.. runs.SelectMany(run => Values(axis).Select(value => new Dictionary<string, string>(run) { [axis.Variable] = value }))];

        var named = runs.Select((values, number) => (Name: NameOf(job.Id, values, number), Values: values)).ToList();
        return named.DistinctBy(run => run.Name).Count() == named.Count
            ? named
            : [.. named.Select((run, number) => ($"{job.Id}-{number + 1}", run.Values))];
    }

    /// <summary>The time that a run may take: longer than the job's own where a run has more to do.</summary>
    public static TimeSpan Timeout(PipelineJob job) =>
        job.Matrix.FirstOrDefault(axis => axis.From is not null && axis.Values.Count > MostRuns) is { } services
            ? LongestRun.OfImages(Values(services).Max(batch => batch.Count(c => c == ImageBatches.Separator) + 1))
            : job.Timeout;

    /// <summary>What an earlier job would choose from is taken whole, in as many runs as a stage has room for.</summary>
    private static IEnumerable<string> Values(MatrixAxis axis)
    {
        if (axis.From is null || axis.Values.Count <= MostRuns)
            return axis.Values;

        var all = axis.Values.SelectMany(batch => batch.Split(ImageBatches.Separator)).ToList();
        return Enumerable.Range(0, MostRuns).Select(run => ImageBatches.Text([.. all.Take((all.Count * run / MostRuns)..(all.Count * (run + 1) / MostRuns))]));
    }

    private static string NameOf(string job, IReadOnlyDictionary<string, string> values, int number) =>
        values.Count == 0 ? job
        : string.Join('-', [job, .. values.Values]) is var name && ActionName().IsMatch(name) ? name
        : $"{job}-{number + 1}";

    [GeneratedRegex(@"^[A-Za-z0-9.@_-]{1,100}\z")]
    private static partial Regex ActionName();
}
