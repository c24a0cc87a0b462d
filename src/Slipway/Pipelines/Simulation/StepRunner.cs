using System.Globalization;
using Slipway.Output;
using Slipway.Pipelines.Simulation.Actions;
using Slipway.Pipelines.Simulation.Expressions;
using Slipway.Processes;

namespace Slipway.Pipelines.Simulation;

/// <summary>Runs one step: a command in a shell, or what stands in an action's place.</summary>
/// <param name="settled">Variables that go before whatever the workflow sets.</param>
internal sealed class StepRunner(SimulationSettings settings, RunDefaults defaults, IReadOnlyDictionary<string, string> settled, IProcesses processes, IOutput output, TimeProvider time)
{
    /// <exception cref="DeployException">An expression of it asks for what is not known. Steps that fail are no exception.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> says so.</exception>
    public async Task<StepResult> Run(RunnableStep step, JobState state, CancellationToken ct)
    {
        state.Log.Clear();
        var inherited = state.Variables();
        var before = state.Evaluation(inherited);
        if (!before.Holds(step.Condition))
        {
            output.Emit(new StepEnded(Title(step, before), Conclusion.Skipped, TimeSpan.Zero, Why: null, []));
            return StepResult.Skipped;
        }

        var own = step.Variables.ToDictionary(one => one.Key, one => before.Text(one.Value), StringComparer.Ordinal);
        var variables = Settled(inherited, own);
        var evaluation = state.Evaluation(variables);
        var began = time.GetTimestamp();
        var (outcome, verdict, outputs, why) = await Attempt(step, state, evaluation, variables, ct);

        var continues = outcome == Conclusion.Failure && step.ContinuesOnError is { } word && evaluation.ValueOf(word).AsText == "true";
        output.Emit(new StepEnded(Title(step, evaluation), outcome, time.GetElapsedTime(began), state.Log.Masked(why ?? "") is { Length: > 0 } told ? told : null, outcome == Conclusion.Success ? [] : state.Log.Last));
        return new StepResult(outcome, continues ? Conclusion.Success : outcome, outputs, verdict);
    }

    private async Task<(Conclusion Outcome, Verdict Verdict, IReadOnlyDictionary<string, string> Outputs, string? Why)> Attempt(
        RunnableStep step, JobState state, Evaluation evaluation, IReadOnlyDictionary<string, string> variables, CancellationToken ct)
    {
        IReadOnlyDictionary<string, string> none = new Dictionary<string, string>();
        var inputs = step.With.ToDictionary(one => one.Key, one => evaluation.Text(one.Value), StringComparer.Ordinal);
        using var limit = step.Timeout is { } minutes ? new CancellationTokenSource(Minutes(evaluation.Text(minutes)), time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            if (step.Uses is not null)
                return (Conclusion.Success, Verdict.Deployed, await Act(step, inputs, variables, state, either.Token), null);

            var (code, outputs) = await Command(step, state, evaluation, variables, either.Token);
            return code == 0 ? (Conclusion.Success, Verdict.Deployed, outputs, null) : (Conclusion.Failure, ExitCodes.Verdict(code), outputs, $"exit code {code}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (Conclusion.Failure, Verdict.TimedOut, none, $"it was not done after {evaluation.Text(step.Timeout!)} minute(s)");
        }
        catch (DeployException exception)
        {
            return (Conclusion.Failure, exception.Verdict, none, exception.Message);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> Act(
        RunnableStep step, IReadOnlyDictionary<string, string> inputs, IReadOnlyDictionary<string, string> variables, JobState state, CancellationToken ct)
    {
        var name = KnownActions.NameOf(step);
        var outcome = await settings.Actions[name](new StepCall(name, inputs, variables, settings.Facts, state.Folder, state.Access, state.Log), ct);
        state.Add(outcome.Variables, []);
        return outcome.Outputs;
    }

    private async Task<(int Code, IReadOnlyDictionary<string, string> Outputs)> Command(
        RunnableStep step, JobState state, Evaluation evaluation, IReadOnlyDictionary<string, string> variables, CancellationToken ct)
    {
        var folder = state.Folder;
        var script = folder.New("step.sh");
        await File.WriteAllTextAsync(script, evaluation.Text(step.Run!).ReplaceLineEndings("\n"), ct);
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GITHUB_OUTPUT"] = folder.New("output"),
            ["GITHUB_ENV"] = folder.New("env"),
            ["GITHUB_PATH"] = folder.New("path"),
            ["GITHUB_STATE"] = folder.New("state"),
            ["GITHUB_STEP_SUMMARY"] = folder.New("summary.md"),
        };

        var words = Shell.Command(step.Shell ?? defaults.Shell, script);
        var directory = step.Directory ?? defaults.Directory;
        // In a session of its own: Ctrl-C in the terminal reaches this process, which tells the step.
        var command = new Command("setsid", ["--wait", .. words])
        {
            Directory = directory is null ? folder.Workspace : Path.Combine(folder.Workspace, evaluation.Text(directory)),
            Environment = Only(variables, files.Append(state.Processes.Mark)),
        };
        var result = await state.Processes.Run(processes, command, state.Log.Write, ct);

        state.Add(Allowed(CommandFile.Read(await File.ReadAllTextAsync(files["GITHUB_ENV"], ct))), (await File.ReadAllLinesAsync(files["GITHUB_PATH"], ct)).Where(line => line.Length > 0));
        if (await File.ReadAllTextAsync(files["GITHUB_STEP_SUMMARY"], ct) is { Length: > 0 } summary)
            state.Summaries.Add(state.Log.Masked(summary));

        return (result.ExitCode, CommandFile.Read(await File.ReadAllTextAsync(files["GITHUB_OUTPUT"], ct)));
    }

    /// <summary>These variables, and none of whoever simulates beside them.</summary>
    private Dictionary<string, string?> Only(IReadOnlyDictionary<string, string> variables, IEnumerable<KeyValuePair<string, string>> others)
    {
        Dictionary<string, string?> all = new(StringComparer.Ordinal);
        foreach (var inherited in settings.Machine.Keys)
            all[inherited] = null;

        foreach (var (name, value) in variables.Concat(others))
            all[name] = value;

        return all;
    }

    private Dictionary<string, string> Settled(Dictionary<string, string> inherited, Dictionary<string, string> own)
    {
        foreach (var (name, value) in Allowed(own).Concat(settled))
            inherited[name] = value;

        return inherited;
    }

    private static Dictionary<string, string> Allowed(IReadOnlyDictionary<string, string> variables) =>
        variables.Where(one => JobVariables.MaySet(one.Key)).ToDictionary(StringComparer.Ordinal);

    private static string Title(RunnableStep step, Evaluation evaluation) => step.Name is { } name ? evaluation.Text(name) : step.Title;

    public static TimeSpan Minutes(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 60 * 24 * 35
            ? TimeSpan.FromMinutes(minutes)
            : throw new DeployException($"timeout-minutes is \"{text}\", which is no number of minutes.", Verdict.Usage);
}
