using Slipway.Pipelines.Simulation.Expressions;

namespace Slipway.Pipelines.Simulation;

/// <summary>What became of a job or step, as GitHub calls it.</summary>
internal enum Conclusion
{
    Success,
    Failure,
    Cancelled,
    Skipped,
}

/// <summary>What became of a job.</summary>
/// <param name="Verdict">What its failure comes to: the exit code of the command that failed, if that is a verdict.</param>
internal sealed record JobResult(Conclusion Conclusion, IReadOnlyDictionary<string, string> Outputs, Verdict Verdict = Verdict.Deployed)
{
    public static JobResult Skipped { get; } = new(Conclusion.Skipped, new Dictionary<string, string>());

    /// <summary>What several runs of a matrix come to: outputs are those of the last one that set them to anything, as at GitHub.</summary>
    public static JobResult Of(IReadOnlyList<JobResult> runs)
    {
        var worst = runs.FirstOrDefault(run => run.Conclusion == Conclusion.Failure) ?? runs.FirstOrDefault(run => run.Conclusion == Conclusion.Cancelled) ?? runs[^1];
        Dictionary<string, string> outputs = new(StringComparer.Ordinal);
        foreach (var (name, value) in runs.SelectMany(run => run.Outputs).Where(output => output.Value.Length > 0 || !outputs.ContainsKey(output.Key)))
            outputs[name] = value;

        return worst with { Outputs = outputs };
    }
}

/// <summary>What became of a step.</summary>
/// <param name="Outcome">Before <c>continue-on-error</c>.</param>
/// <param name="Conclusion">After it.</param>
internal sealed record StepResult(Conclusion Outcome, Conclusion Conclusion, IReadOnlyDictionary<string, string> Outputs, Verdict Verdict)
{
    public static StepResult Skipped { get; } = new(Conclusion.Skipped, Conclusion.Skipped, new Dictionary<string, string>(), Verdict.Deployed);

    /// <summary>What other steps can ask of it.</summary>
    public Value AsValue() => Value.Of(
    [
        KeyValuePair.Create("outputs", (Value)Value.Of(Outputs)),
        KeyValuePair.Create("outcome", Value.Of(Word(Outcome))),
        KeyValuePair.Create("conclusion", Value.Of(Word(Conclusion))),
    ]) with
    { Whose = "the step" };

    public static string Word(Conclusion conclusion) => conclusion.ToString().ToLowerInvariant();
}

/// <summary>Verdicts of programs.</summary>
internal static class ExitCodes
{
    /// <summary>What an exit code of a command comes to: what the build says by it, and a failure where it is no word of the build's.</summary>
    public static Verdict Verdict(int code) => Enum.IsDefined((Verdict)code) ? (Verdict)code : Slipway.Verdict.Failed;
}
