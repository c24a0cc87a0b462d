using Slipway.Output;
using Slipway.Pipelines.Simulation.Expressions;

namespace Slipway.Pipelines.Simulation;

/// <summary>A job under way: what its steps have left so far.</summary>
internal sealed class JobState(RunnableJob job, JobFolder folder, JobAccess access, Evaluation outer, IReadOnlyDictionary<string, string> variables, IOutput output)
{
    private readonly Dictionary<string, StepResult> _results = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _paths = [];
    private readonly Dictionary<string, string> _added = new(StringComparer.Ordinal);

    public RunnableJob Job => job;

    public JobFolder Folder => folder;

    public JobAccess Access => access;

    public StepLog Log { get; } = new(output);

    /// <summary>What its steps have started.</summary>
    public JobProcesses Processes { get; } = new();

    /// <summary>What the steps so far come to.</summary>
    public Conclusion Conclusion { get; private set; } = Conclusion.Success;

    /// <summary>Of the first step that failed.</summary>
    public Verdict Verdict { get; private set; } = Verdict.Deployed;

    /// <summary>What the steps wrote for people who do not read the log.</summary>
    public List<string> Summaries { get; } = [];

    public StatusSoFar Status => new(Conclusion == Conclusion.Success, Conclusion == Conclusion.Failure, Conclusion == Conclusion.Cancelled);

    /// <summary>The variables that a step inherits, the later over the earlier: the machine's, the workflow's and job's, what steps have added.</summary>
    public Dictionary<string, string> Variables()
    {
        var all = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        foreach (var (name, value) in _added)
            all[name] = value;

        if (_paths.Count > 0)
            all["PATH"] = string.Join(Path.PathSeparator, [.. _paths, all.GetValueOrDefault("PATH", "")]);

        return all;
    }

    /// <summary>What expressions of a step can ask for.</summary>
    /// <param name="environment">The context <c>env</c>.</param>
    public Evaluation Evaluation(IReadOnlyDictionary<string, string> environment) => outer
        .With("env", Value.Of(environment))
        .With("steps", Value.Of(job.Steps.Select(step => step.Id).OfType<string>().Select(id => KeyValuePair.Create(id, _results.GetValueOrDefault(id, StepResult.Skipped).AsValue()))) with { Whose = "steps" })
        .With("job", Value.Of([KeyValuePair.Create("status", Value.Of(StepResult.Word(Conclusion)))]) with { Whose = "job" })
        .With(Status);

    /// <summary>What a program or action wants later steps to have.</summary>
    public void Add(IReadOnlyDictionary<string, string> variables, IEnumerable<string> paths)
    {
        foreach (var (name, value) in variables)
            _added[name] = value;

        // What is added last is found first.
        foreach (var path in paths)
            _paths.Insert(0, path);
    }

    public void Ended(RunnableStep step, StepResult result)
    {
        if (step.Id is { } id)
            _results[id] = result;

        if (result.Conclusion is Conclusion.Success or Conclusion.Skipped || Conclusion != Conclusion.Success)
            return;

        (Conclusion, Verdict) = (result.Conclusion, result.Verdict);
    }

    /// <summary>The time of the job is over.</summary>
    public void TimedOut() => (Conclusion, Verdict) = (Conclusion.Cancelled, Verdict.TimedOut);
}
