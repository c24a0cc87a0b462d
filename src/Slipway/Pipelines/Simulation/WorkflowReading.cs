using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Simulation;

/// <summary>
/// Reads a workflow for a run. What it asks for and a run on this machine does not have, is refused before anything runs: a run that leaves something out proves
/// nothing.
/// </summary>
/// <param name="file">Of which refusals tell.</param>
internal sealed class WorkflowReading(RepositoryFile file)
{
    private static readonly string[] OfWorkflow = ["name", "run-name", "on", "permissions", "concurrency", "env", "defaults", "jobs"];

    private static readonly string[] OfJob =
    [
        "name", "needs", "if", "runs-on", "timeout-minutes", "environment", "permissions", "concurrency", "strategy", "outputs", "env", "defaults", "continue-on-error", "steps",
    ];

    private static readonly string[] OfStep = ["name", "id", "if", "uses", "with", "run", "shell", "working-directory", "env", "timeout-minutes", "continue-on-error"];

    private static readonly string[] OfInput = ["description", "type", "required", "default", "options"];

    /// <exception cref="DeployException">It is no workflow, or asks for what only GitHub has (<see cref="Verdict.Usage"/>). Nothing ran.</exception>
    public RunnableWorkflow Read()
    {
        var root = Root();
        Known(root, OfWorkflow, "a workflow");
        var on = root.Under("on") ?? throw Refused(1, "it says nothing under on:, and is never run");
        var events = Events(on);
        var workflow = new RunnableWorkflow(file.Path, root.Under("name")?.Scalar() ?? file.Path, [.. events.Select(one => one.Name)])
        {
            Branch = events.Where(one => one.Name == "push").Select(one => one.Node?.Under("branches")).Select(branches => branches is YamlSequenceNode { Children: [var only] } ? only.Scalar() : null)
                .FirstOrDefault(branch => branch?.AsSpan().ContainsAny("*?[!") == false),
            Inputs = [.. events.Where(one => one.Name == "workflow_dispatch").SelectMany(one => Entries(one.Node?.Under("inputs"))).Select(Input)],
            Variables = Texts(root.Under("env")),
            Permissions = Permissions(root),
            Defaults = Defaults(root),
            Jobs = [.. Entries(root.Under("jobs")).Select(Job)],
        };
        return workflow.Jobs.Count > 0 ? workflow : throw Refused(1, "it has no jobs");
    }

    private YamlMappingNode Root()
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(file.Text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw Refused(1, "it holds no mapping, or several documents");
        }
        catch (YamlException exception)
        {
            throw Refused((int)exception.Start.Line, $"it is no YAML: {exception.Message}");
        }
    }

    private static IReadOnlyList<(string Name, YamlNode? Node)> Events(YamlNode on) => on switch
    {
        YamlMappingNode map => [.. map.Children.Select(one => (one.Key.Scalar() ?? "", (YamlNode?)one.Value))],
        YamlSequenceNode list => [.. list.Select(one => (one.Scalar() ?? "", (YamlNode?)null))],
        _ => [(on.Scalar() ?? "", null)],
    };

    private WorkflowInput Input((string Name, YamlNode Node) entry)
    {
        if (entry.Node is YamlMappingNode map)
            Known(map, OfInput, "an input");

        return new WorkflowInput(
            entry.Name, entry.Node.Under("type")?.Scalar() ?? "string", entry.Node.Under("required")?.Scalar() == "true", entry.Node.Under("default")?.Scalar(), Items(entry.Node.Under("options")));
    }

    private RunnableJob Job((string Name, YamlNode Node) entry)
    {
        if (entry.Node is not YamlMappingNode job)
            throw Refused(entry.Node.Line(), $"job {entry.Name} is no mapping");

        Known(job, OfJob, $"job {entry.Name}");
        var strategy = job.Under("strategy") as YamlMappingNode;
        if (strategy is not null)
            Known(strategy, ["matrix", "fail-fast", "max-parallel"], "a strategy");

        var environment = job.Under("environment");
        return new RunnableJob(entry.Name, job.Line())
        {
            Name = job.Under("name")?.Scalar() ?? entry.Name,
            Needs = Items(job.Under("needs")),
            Condition = job.Under("if")?.Scalar(),
            Environment = (environment is YamlMappingNode map ? map.Under("name") : environment)?.Scalar(),
            Permissions = Permissions(job),
            Matrix = strategy?.Under("matrix"),
            FailsFast = strategy?.Under("fail-fast")?.Scalar() != "false",
            Outputs = Texts(job.Under("outputs")),
            Variables = Texts(job.Under("env")),
            Defaults = Defaults(job),
            Timeout = job.Under("timeout-minutes")?.Scalar(),
            ContinuesOnError = job.Under("continue-on-error")?.Scalar(),
            Steps = job.Under("steps") is YamlSequenceNode steps ? [.. steps.Select(Step)] : throw Refused(job.Line(), $"job {entry.Name} has no steps"),
        };
    }

    private RunnableStep Step(YamlNode node)
    {
        if (node is not YamlMappingNode step)
            throw Refused(node.Line(), "a step is no mapping");

        Known(step, OfStep, "a step");
        var made = new RunnableStep(step.Under("id")?.Scalar(), step.Line())
        {
            Name = step.Under("name")?.Scalar(),
            Condition = step.Under("if")?.Scalar(),
            Uses = step.Under("uses")?.Scalar(),
            With = Texts(step.Under("with")),
            Run = step.Under("run")?.Scalar(),
            Shell = step.Under("shell")?.Scalar(),
            Directory = step.Under("working-directory")?.Scalar(),
            Variables = Texts(step.Under("env")),
            Timeout = step.Under("timeout-minutes")?.Scalar(),
            ContinuesOnError = step.Under("continue-on-error")?.Scalar(),
        };
        return made.Uses is null == made.Run is null ? throw Refused(step.Line(), "a step has either uses or run") : made;
    }

    private static TokenPermissions? Permissions(YamlMappingNode node) => node.Children.FirstOrDefault(entry => entry.Key.Scalar() == "permissions").Value switch
    {
        YamlMappingNode map => new TokenPermissions(Texts(map)),
        YamlScalarNode { Value: "write-all" } => TokenPermissions.Everything("write"),
        YamlScalarNode { Value: "read-all" } => TokenPermissions.Everything("read"),
        _ => null,
    };

    private static RunDefaults Defaults(YamlMappingNode node) =>
        node.Under("defaults")?.Under("run") is { } run ? new(run.Under("shell")?.Scalar(), run.Under("working-directory")?.Scalar()) : new(null, null);

    private static IReadOnlyList<(string Name, YamlNode Node)> Entries(YamlNode? node) =>
        node is YamlMappingNode map ? [.. map.Children.Select(entry => (entry.Key.Scalar() ?? "", entry.Value))] : [];

    private static IReadOnlyList<string> Items(YamlNode? node) => node switch
    {
        YamlSequenceNode list => [.. list.Select(item => item.Scalar()).OfType<string>()],
        YamlScalarNode { Value: { } only } => [only],
        _ => [],
    };

    private static Dictionary<string, string> Texts(YamlNode? node) => Entries(node).ToDictionary(entry => entry.Name, entry => entry.Node.Scalar() ?? "", StringComparer.Ordinal);

    private void Known(YamlMappingNode node, IReadOnlyList<string> known, string what)
    {
        foreach (var key in node.Children.Keys.Where(key => !known.Contains(key.Scalar() ?? "", StringComparer.Ordinal)))
            throw Refused(key.Line(), $"{what} has {key.Scalar()}, which cannot be simulated; known are {string.Join(", ", known)}");
    }

    private DeployException Refused(int line, string why) => new($"{file.Path}:{line} cannot be simulated: {why}. Nothing ran.", Verdict.Usage);
}
