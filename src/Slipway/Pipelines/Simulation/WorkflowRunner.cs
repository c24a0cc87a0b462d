using Slipway.Output;
using Slipway.Pipelines.Simulation.Expressions;
using Slipway.Processes;

namespace Slipway.Pipelines.Simulation;

/// <summary>Runs the jobs of a workflow, one after the other in the order of the text as far as their needs allow it.</summary>
internal sealed class WorkflowRunner(SimulationSettings settings, ISimulatedGitHub github, IProcesses processes, IOutput output, TimeProvider time)
{
    private readonly Dictionary<string, JobResult> _results = new(StringComparer.OrdinalIgnoreCase);
    private int _runs;

    /// <summary>Runs all of it. The verdict is that of the first job that did not succeed.</summary>
    /// <exception cref="DeployException">The workflow asks for what is not known here.</exception>
    public async Task<Verdict> Run(RunnableWorkflow workflow, CancellationToken ct)
    {
        Demand(workflow);
        Directory.CreateDirectory(settings.Folder);
        settings.World.Save(settings.WorldFile);

        var verdict = Verdict.Deployed;
        while (workflow.Jobs.FirstOrDefault(job => !_results.ContainsKey(job.Id) && job.Needs.All(_results.ContainsKey)) is { } next)
        {
            var result = await Job(workflow, next, ct);
            _results.Add(next.Id, result);
            if (verdict == Verdict.Deployed && result.Conclusion is Conclusion.Failure or Conclusion.Cancelled)
                verdict = result.Verdict;
        }

        output.Emit(new SimulationEnded(workflow.File, [.. workflow.Jobs.Select(job => (job.Id, _results[job.Id].Conclusion))], github.Records, verdict));
        return verdict;
    }

    private async Task<JobResult> Job(RunnableWorkflow workflow, RunnableJob job, CancellationToken ct)
    {
        var evaluation = Outer(job);
        var status = StatusBefore(workflow, job);
        if (!evaluation.With(status).Holds(job.Condition))
        {
            output.Emit(new JobSkipped(job.Id, status.IsSuccess ? $"{job.Condition} does not hold" : "a job that it needs did not succeed"));
            return JobResult.Skipped;
        }

        if (job.Matrix is null)
            return await Once(workflow, job, evaluation.With("matrix", Value.Of([]) with { Whose = "matrix" }).With("strategy", Strategy(job, 0, 1)), matrix: null, ct);

        var runs = MatrixRuns.Of(job.Matrix, job.Id, evaluation);
        List<JobResult> results = [];
        foreach (var run in runs)
        {
            if (job.FailsFast && results.Any(result => result.Conclusion == Conclusion.Failure))
            {
                output.Emit(new JobSkipped(job.Id, $"a run of its matrix failed, and this one ({Named(run)}) had not begun"));
                results.Add(new JobResult(Conclusion.Cancelled, new Dictionary<string, string>()));
                continue;
            }

            results.Add(await Once(workflow, job, evaluation.With("matrix", run with { Whose = "matrix" }).With("strategy", Strategy(job, results.Count, runs.Count)), run, ct));
        }

        return JobResult.Of(results);
    }

    private Task<JobResult> Once(RunnableWorkflow workflow, RunnableJob job, Evaluation evaluation, Value.Map? matrix, CancellationToken ct)
    {
        var name = evaluation.Text(job.Name);
        var title = matrix is null || job.Name.Contains("matrix.", StringComparison.Ordinal) ? name : $"{name} ({Named(matrix)})";
        var folder = Path.Combine(settings.Folder, $"job-{++_runs}");
        return new JobRunner(settings, github, processes, output, time).Run(workflow, job, title, folder, evaluation, ct);
    }

    /// <summary>What is known before a job begins.</summary>
    private Evaluation Outer(RunnableJob job)
    {
        var gitHub = JobVariables.GitHub(settings.Facts, job.Id, github.Server, folder: null);
        var needs = job.Needs.Select(id => KeyValuePair.Create(id, (Value)(Value.Of(
        [
            KeyValuePair.Create("result", Value.Of(StepResult.Word(_results[id].Conclusion))),
            KeyValuePair.Create("outputs", (Value)Value.Of(_results[id].Outputs)),
        ]) with
        { Whose = $"needs.{id}" })));
        return new Evaluation(new Dictionary<string, Value>(StringComparer.OrdinalIgnoreCase)
        {
            ["github"] = Value.Of([.. gitHub.Members, KeyValuePair.Create("event", ValueJson.Of(RunEvent.Of(settings.Facts)))]) with { Whose = "github" },
            ["needs"] = Value.Of(needs) with { Whose = "needs" },
            ["inputs"] = Value.Of(settings.Facts.Inputs) with { Whose = settings.Facts.Event == "workflow_dispatch" ? "inputs" : null },
        });
    }

    /// <summary>What the status functions of a job tell: all jobs before it count, not only those that it names.</summary>
    private StatusSoFar StatusBefore(RunnableWorkflow workflow, RunnableJob job)
    {
        var before = Before(workflow, job).Distinct(StringComparer.OrdinalIgnoreCase).Select(id => _results[id].Conclusion).ToList();
        return new StatusSoFar(before.TrueForAll(one => one == Conclusion.Success), before.Contains(Conclusion.Failure), before.Contains(Conclusion.Cancelled));
    }

    private static IEnumerable<string> Before(RunnableWorkflow workflow, RunnableJob job) =>
        job.Needs.SelectMany(id => Before(workflow, workflow.Jobs.First(other => string.Equals(other.Id, id, StringComparison.OrdinalIgnoreCase))).Prepend(id));

    private static Value.Map Strategy(RunnableJob job, int index, int total) => Value.Of(
    [
        KeyValuePair.Create("fail-fast", Value.Of(job.FailsFast)),
        KeyValuePair.Create("job-index", Value.Of(index)),
        KeyValuePair.Create("job-total", Value.Of(total)),
        KeyValuePair.Create("max-parallel", Value.Of(1)),
    ]) with
    { Whose = "strategy" };

    private static string Named(Value.Map run) => string.Join(", ", run.Members.Values.Select(value => value is Value.Map or Value.List ? ValueJson.Write(value).ReplaceLineEndings("") : value.AsText));

    private void Demand(RunnableWorkflow workflow)
    {
        Actions.KnownActions.Demand(workflow, settings.Actions.Keys);
        foreach (var job in workflow.Jobs)
        {
            if (job.Needs.FirstOrDefault(id => workflow.Jobs.All(other => !string.Equals(other.Id, id, StringComparison.OrdinalIgnoreCase))) is { } missing)
                throw new DeployException($"{workflow.File}:{job.Line} cannot be simulated: job {job.Id} needs {missing}, which is not there. Nothing ran.", Verdict.Usage);
        }

        // What is left when all that can begin has, waits for itself.
        HashSet<string> done = new(StringComparer.OrdinalIgnoreCase);
        while (workflow.Jobs.FirstOrDefault(job => !done.Contains(job.Id) && job.Needs.All(done.Contains)) is { } next)
            done.Add(next.Id);

        if (workflow.Jobs.FirstOrDefault(job => !done.Contains(job.Id)) is { } stuck)
            throw new DeployException($"{workflow.File}:{stuck.Line} cannot be simulated: job {stuck.Id} waits for itself, by what it needs. Nothing ran.", Verdict.Usage);
    }
}
