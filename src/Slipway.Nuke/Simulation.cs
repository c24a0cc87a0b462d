using System.Text.RegularExpressions;
using Slipway.GitHub;
using Slipway.Output;
using Slipway.Pipelines;
using Slipway.Pipelines.Access;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Simulation;
using Slipway.Pipelines.Simulation.Actions;
using Slipway.Pipelines.Workflows;
using Slipway.Processes;
using Slipway.Rehearsal.GitHub;
using Slipway.Rehearsal.Launch;

namespace Slipway.Nuke;

/// <summary>Runs a workflow's jobs on this machine: against the rehearsal cloud, and a GitHub that is there for this run alone.</summary>
/// <param name="root">The repository's root.</param>
internal sealed partial class Simulation(
    IReadOnlyList<Application> applications, Delivery delivery, string root, IProcesses processes, IOutput output, TimeProvider time)
{
    private const string Reviewer = "reviewer";

    /// <summary>The verdict of the first job that did not succeed.</summary>
    /// <param name="cloud">Gives the rehearsal cloud; asked for once it is known that the workflow can be run.</param>
    /// <exception cref="DeployException">The workflow cannot be simulated, or asks for what is not known.</exception>
    public async Task<Verdict> Run(SimulationWish wish, Func<CancellationToken, Task<RehearsalEndpoints>> cloud, CancellationToken ct)
    {
        var workflow = new WorkflowReading(await Find(wish.Workflow, ct)).Read();
        var plan = DeliveryPlanner.Plan(applications, delivery);
        var repository = await RepositoryFacts.Read(root, delivery.DefaultBranch, processes, ct);
        // In the repository that ships it, wherever these sources were cloned from: in any other one its jobs would be skipped.
        repository = repository with { Name = plan.OnGitHub.Stages.FirstOrDefault(stage => WorkflowText.PathOf(stage) == workflow.File)?.Repository ?? repository.Name };
        var facts = FactsOf(workflow, repository, wish);
        var roles = RolesOf(applications, plan);

        output.Emit(new SimulationBegun(workflow.File, facts.Event, facts.Ref, facts.Sha, repository.Uncommitted));
        var folder = NewFolder();
        await using var github = await SimulatedGitHub.Start(facts, plan.Gates.ToDictionary(gate => gate, _ => (IReadOnlyList<string>)[Reviewer]), time, ct);
        var endpoints = await cloud(ct);
        var world = new SimulatedWorld(endpoints.Aws, github.Server, endpoints.Registry, endpoints.Docker.Cli, endpoints.Docker.Host, wish.Speed);
        var settings = new SimulationSettings(facts, world, folder, wish.Machine)
        {
            Ask = wish.Ask,
            Actions = KnownActions.Of(
                processes, endpoints.Aws, role => roles.FirstOrDefault(one => one.Arn == role)?.Subjects.SelectMany(context => OidcSubjects.Of(new OidcRepository(facts.Owner, facts.Name), context)).ToList(), repository.Uncommitted == 0 ? new CompiledBuild(root).BringTo : null, wish.SkippedActions),
        };
        KnownActions.Demand(workflow, settings.Actions.Keys);

        settings = settings with { World = world with { Made = await Make(workflow, endpoints.Aws, ct) } };
        var verdict = await Confined(settings.World, () => new WorkflowRunner(settings, github, processes, output, time).Run(workflow, ct), ct);
        if (verdict == Verdict.Deployed)
            Directory.Delete(folder, recursive: true);

        return verdict;
    }

    /// <summary>Runs while the jobs' roles can do what their generated policies allow, with what was made in the places of what the definitions name.</summary>
    private async Task<Verdict> Confined(SimulatedWorld world, Func<Task<Verdict>> run, CancellationToken ct)
    {
        IReadOnlyList<Application> there =
        [
            .. applications.Select(application => application with
            {
                Environments = [.. application.Environments.Where(environment => world.Made.ContainsKey(SimulatedWorld.KeyOf(application, environment))).Select(environment => world.Of(application, environment))],
            }),
        ];
        var roles = new RehearsalRoles(world.Aws);
        await roles.Confine(RolesOf(there, DeliveryPlanner.Plan(there, delivery)), ct);
        try
        {
            return await run();
        }
        finally
        {
            await roles.Free();
        }
    }

    private static IReadOnlyList<AccessRole> RolesOf(IReadOnlyList<Application> applications, DeliveryPlan plan) =>
        [.. applications.SelectMany(application => DeliveryPlanner.Environments(application).SelectMany(environment => AccessRole.Of(plan, application, environment)))];

    private async Task<RepositoryFile> Find(string? name, CancellationToken ct)
    {
        var there = (await new RepositoryFolder(root).Read(ct)).Files.Where(file => file.Path.StartsWith($"{WorkflowText.Folder}/", StringComparison.Ordinal)).ToList();
        return there.FirstOrDefault(file => name is not null && (file.Path == name || Path.GetFileName(file.Path) == name || Path.GetFileNameWithoutExtension(file.Path) == name))
            ?? throw new DeployException(
                $"""
                 {(name is null ? "Simulate needs to know which workflow." : $"There is no workflow \"{name}\".")} Nothing ran.
                   valid  {string.Join(", ", there.Select(file => $"--workflow {Path.GetFileNameWithoutExtension(file.Path)}").DefaultIfEmpty("none: ./build.sh Pipelines writes them"))}
                 """,
                Verdict.Usage);
    }

    /// <summary>As GitHub would start it: a push to its branch where it waits for one and nothing was answered, by hand otherwise.</summary>
    private RunFacts FactsOf(RunnableWorkflow workflow, RepositoryFacts repository, SimulationWish wish)
    {
        var started = wish.Inputs.Count == 0 && workflow.Events.Contains("push", StringComparer.Ordinal) ? "push"
            : workflow.Events.Contains("workflow_dispatch", StringComparer.Ordinal) ? "workflow_dispatch"
            : workflow.Events[0];
        return new RunFacts(
            repository.Name, repository.Root, repository.Sha, started == "pull_request" ? "refs/pull/1/merge" : $"refs/heads/{workflow.Branch ?? delivery.DefaultBranch}", started)
        {
            Workflow = (workflow.Name, workflow.File),
            DefaultBranch = delivery.DefaultBranch,
            Base = repository.Base,
            Inputs = InputAnswers.Of(started == "workflow_dispatch" ? workflow.Inputs : [], wish.Inputs),
        };
    }

    /// <summary>What the environments have already that the workflow's commands name.</summary>
    private async Task<IReadOnlyDictionary<string, Infrastructure>> Make(RunnableWorkflow workflow, Uri aws, CancellationToken ct)
    {
        var named = workflow.Jobs.SelectMany(job => job.Steps).SelectMany(step => Named().Matches(step.Run ?? "")).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var places = new AwsSimulatedPlaces(aws, output);
        Dictionary<string, Infrastructure> made = [];
        foreach (var application in applications)
        {
            foreach (var environment in DeliveryPlanner.Environments(application).Where(environment => named.Contains(environment.Name)))
                made[SimulatedWorld.KeyOf(application, environment)] = await places.Make(application, environment, ct);
        }

        return made;
    }

    /// <summary>Empty, whatever an earlier run left.</summary>
    private string NewFolder()
    {
        var folder = Path.Combine(root, ".nuke", "temp", "simulation");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        return Directory.CreateDirectory(folder).FullName;
    }

    [GeneratedRegex(@"--environment[= ]['""]?(?<name>[A-Za-z0-9-]+)")]
    private static partial Regex Named();
}

/// <summary>What a person wants to see run.</summary>
/// <param name="Workflow">Its file, with or without folder and ending; null: none was named.</param>
/// <param name="Speed">60: a minute of AWS lasts a second.</param>
/// <param name="Machine">The environment variables of this process.</param>
internal sealed record SimulationWish(string? Workflow, double Speed, IReadOnlyDictionary<string, string> Machine)
{
    /// <summary>Each <c>name=value</c>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    public IReadOnlyList<string> SkippedActions { get; init; } = [];

    /// <summary>Lets a job begin that waits for somebody, or not; null: nobody can be asked.</summary>
    public Func<ReviewQuestion, CancellationToken, Task<bool?>> Ask { get; init; } = (_, _) => Task.FromResult<bool?>(null);
}
