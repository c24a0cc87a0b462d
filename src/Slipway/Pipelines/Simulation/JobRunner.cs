using Slipway.Output;
using Slipway.Pipelines.Simulation.Expressions;
using Slipway.Processes;

namespace Slipway.Pipelines.Simulation;

/// <summary>Runs a job once, for one run of its matrix: on this machine, in folders of its own, with a token that can do what the job declares.</summary>
internal sealed class JobRunner(SimulationSettings settings, ISimulatedGitHub github, IProcesses processes, IOutput output, TimeProvider time)
{
    // What GitHub gives a job that says nothing, and steps that must run although its time is over.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(360);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <param name="title">The job's name, with the values of its matrix.</param>
    /// <param name="outer">What expressions of the job can ask for, but for what is the job's own.</param>
    public async Task<JobResult> Run(RunnableWorkflow workflow, RunnableJob job, string title, string folder, Evaluation outer, CancellationToken ct)
    {
        output.Emit(new JobBegun(job.Id, title));
        var environment = job.Environment is { } name ? outer.Text(name) : null;
        if (environment is not null && await Reviewed(job, environment, ct) is { } refused)
            return refused;

        var access = github.Admit(new JobPass(job.Id, environment, job.Permissions ?? workflow.Permissions ?? TokenPermissions.Restricted));
        try
        {
            return await Steps(workflow, job, new JobFolder(folder), access, outer, ct);
        }
        finally
        {
            github.Dismiss(access);
        }
    }

    /// <summary>Null: it may begin.</summary>
    private async Task<JobResult?> Reviewed(RunnableJob job, string environment, CancellationToken ct)
    {
        var reviewers = github.Reviewers(environment);
        if (reviewers.Count == 0)
            return null;

        output.Emit(new JobWaits(job.Id, environment, reviewers));
        var question = new ReviewQuestion(job.Id, environment, reviewers[0]);
        var answer = await settings.Ask(question, ct) ?? throw new DeployException(
            $"""
             Job {job.Id} waits for a review in environment {environment}, and nobody can be asked here.
               try  run it on a terminal, or with --approve, which answers yes
             """,
            Verdict.Refused);

        github.Review(environment, question.Reviewer, answer, "simulated");
        output.Emit(new JobReviewed(job.Id, environment, question.Reviewer, answer));
        return answer ? null : new JobResult(Conclusion.Failure, new Dictionary<string, string>(), Verdict.Refused);
    }

    private async Task<JobResult> Steps(RunnableWorkflow workflow, RunnableJob job, JobFolder folder, JobAccess access, Evaluation outer, CancellationToken ct)
    {
        await File.WriteAllTextAsync(folder.Event, RunEvent.Of(settings.Facts).ToJsonString(), ct);
        LinkPackages(folder);
        var gitHub = JobVariables.OfGitHub(settings.Facts, job.Id, github.Server, folder, access);
        var settled = gitHub.Concat(JobVariables.OfWorld(settings.World, settings.WorldFile, folder)).ToDictionary(StringComparer.Ordinal);
        var contexts = Contexts(outer, job, folder, access);

        var variables = JobVariables.OfMachine(settings.Machine);
        variables["PATH"] = JobVariables.PathWith(settings.World, variables.GetValueOrDefault("PATH", ""));
        foreach (var (name, value) in workflow.Variables.Concat(job.Variables).Where(one => JobVariables.MaySet(one.Key)).Select(one => KeyValuePair.Create(one.Key, contexts.Text(one.Value))).Concat(settled))
            variables[name] = value;

        var state = new JobState(job, folder, access, contexts, variables, output);
        state.Log.Mask(access.Token);
        await RunAll(workflow, job, state, settled, contexts, ct);

        if (state.Summaries.Count > 0)
            output.Emit(new JobSummary(job.Id, string.Join('\n', state.Summaries)));

        var end = state.Evaluation(state.Variables());
        var outputs = job.Outputs.ToDictionary(one => one.Key, one => end.Text(one.Value), StringComparer.Ordinal);
        var continues = state.Conclusion == Conclusion.Failure && job.ContinuesOnError is { } word && end.ValueOf(word).AsText == "true";
        return continues ? new JobResult(Conclusion.Success, outputs) : new JobResult(state.Conclusion, outputs, state.Verdict);
    }

    private async Task RunAll(RunnableWorkflow workflow, RunnableJob job, JobState state, IReadOnlyDictionary<string, string> settled, Evaluation contexts, CancellationToken ct)
    {
        var runner = new StepRunner(settings, job.Defaults.Over(workflow.Defaults), settled, processes, output, time);
        var limit = job.Timeout is { } text ? StepRunner.Minutes(contexts.Text(text)) : Longest;
        var deadline = new CancellationTokenSource(limit, time);
        try
        {
            foreach (var step in job.Steps)
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
                try
                {
                    state.Ended(step, await runner.Run(step, state, either.Token));
                }
                catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
                {
                    output.Emit(new StepEnded(step.Title, Conclusion.Cancelled, limit, $"the job was not done after {limit.TotalMinutes:0.##} minute(s)", state.Log.Last));
                    state.TimedOut();
                    deadline.Dispose();
                    deadline = new CancellationTokenSource(Grace, time);
                }
            }
        }
        finally
        {
            deadline.Dispose();
            state.Processes.End();
        }
    }

    private Evaluation Contexts(Evaluation outer, RunnableJob job, JobFolder folder, JobAccess access)
    {
        var known = JobVariables.GitHub(settings.Facts, job.Id, github.Server, folder);
        var gitHub = Value.Of([.. known.Members, KeyValuePair.Create("token", Value.Of(access.Token)), KeyValuePair.Create("event", ValueJson.Of(RunEvent.Of(settings.Facts)))]);
        return outer
            .With("github", gitHub with { Whose = "github" })
            .With("secrets", Value.Of([KeyValuePair.Create("GITHUB_TOKEN", Value.Of(access.Token))]) with { Whose = "secrets" })
            .With("runner", Value.Of(new Dictionary<string, string>
            {
                ["os"] = "Linux",
                ["arch"] = JobVariables.Architecture,
                ["name"] = "simulation",
                ["environment"] = "self-hosted",
                ["temp"] = folder.Temporary,
                ["tool_cache"] = folder.Tools,
                ["debug"] = "",
            }) with
            { Whose = "runner" });
    }

    /// <summary>The packages that this machine has, and how it gets more: a job need not fetch them anew.</summary>
    private void LinkPackages(JobFolder folder)
    {
        if (settings.Machine.GetValueOrDefault("HOME") is { } home && Path.Combine(home, ".nuget") is var packages && Directory.Exists(packages))
            Directory.CreateSymbolicLink(Path.Combine(folder.Home, ".nuget"), packages);
    }
}
