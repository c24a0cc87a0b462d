using System.Runtime.Versioning;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Simulation;
using Slipway.Pipelines.Simulation.Actions;
using Slipway.Processes;
using Slipway.Tests.Images;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>Runs small workflows with real shells.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Runs : IDisposable
{
    public const string Sha = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";

    private readonly TemporaryFolder _folder = new();

    public ScriptedGitHub GitHub { get; } = new();

    public RecordingOutput Output { get; private set; } = new();

    /// <summary>What the machine has beside what it has anyway.</summary>
    public Dictionary<string, string> Machine { get; } = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .ToDictionary(one => $"{one.Key}", one => $"{one.Value}", StringComparer.Ordinal);

    public List<string> SkippedActions { get; } = [];

    public Func<ReviewQuestion, bool?> Ask { get; set; } = _ => null;

    public string Folder => _folder.Path;

    /// <summary>Everything that was told, but for times that change.</summary>
    public string Told => System.Text.RegularExpressions.Regex.Replace(
        string.Join('\n', Output.Events.Where(one => one is not StepSaid).Select(one => one.Text)), @", [0-9.]+ s(?=\n|$)", "");

    /// <summary>What the steps wrote.</summary>
    public IReadOnlyList<string> Said => [.. Output.Events.OfType<StepSaid>().Select(one => one.Line)];

    public static RunnableWorkflow Read(string yaml) => new WorkflowReading(new RepositoryFile(".github/workflows/mine.yml", yaml.ReplaceLineEndings("\n"))).Read();

    public async Task<Verdict> Run(string yaml, params IReadOnlyList<string> inputs)
    {
        Output = new RecordingOutput();
        var workflow = Read(yaml);
        var isByHand = workflow.Events.Contains("workflow_dispatch", StringComparer.Ordinal);
        var facts = new RunFacts("acme/shop", _folder.Path, Sha, "refs/heads/main", isByHand ? "workflow_dispatch" : workflow.Events[0])
        {
            Workflow = (workflow.Name, workflow.File),
            DefaultBranch = "main",
            Inputs = InputAnswers.Of(isByHand ? workflow.Inputs : [], inputs),
        };
        var processes = new SystemProcesses(TimeProvider.System);
        var world = new SimulatedWorld(new Uri("http://127.0.0.1:9"), GitHub.Server, "127.0.0.1:9", "docker", "unix:///none", 1);
        var settings = new SimulationSettings(facts, world, Path.Combine(_folder.Path, $"run-{Guid.NewGuid():N}"), Machine)
        {
            Actions = KnownActions.Of(processes, world.Aws, _ => null, bring: null, SkippedActions),
            Ask = (question, _) => Task.FromResult(Ask(question)),
        };
        return await new WorkflowRunner(settings, GitHub, processes, Output, TimeProvider.System).Run(workflow, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();
}
