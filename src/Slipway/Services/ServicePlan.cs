using System.Text.Json.Nodes;
using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>Everything a deploy will do to one service, decided before anything is done.</summary>
/// <param name="Name">The definition's name.</param>
/// <param name="EcsName">The name in the cluster.</param>
internal sealed record ServicePlan(string Name, string EcsName, LogGroupStep LogGroup, TaskDefinitionStep TaskDefinition, ServiceStep Service)
{
    public required WaitBudget Budget { get; init; }

    /// <summary>How the new version takes over.</summary>
    public Rollout Rollout { get; init; } = Slipway.Rollout.Rolling;

    /// <summary>What the service's deployment settings are to be once its deployment has ended; null: as they are then.</summary>
    public DeploymentSettings? Rest { get; init; }

    /// <summary>The same, once the deployment was taken back by another; null: as they are then.</summary>
    public DeploymentSettings? RestBefore { get; init; }

    /// <summary>What is done, each to its end, before any service is begun, in this order.</summary>
    public IReadOnlyList<StepBefore> Before { get; init; } = [];

    /// <summary>ARN of what the service can go back to; null: nothing of it ever came up.</summary>
    public string? Proven { get; init; }

    /// <summary><see cref="TaskDefinitionShape.Digest"/> of what the service is to run; null: nothing was rendered.</summary>
    public string? Shape { get; init; }

    /// <summary>ARN of the target group whose opinion explains a failure; null: none.</summary>
    public string? TargetGroup { get; init; }

    /// <summary>Where the traffic of a pair is; null: the service is no pair.</summary>
    public PairPosition? Position { get; init; }

    /// <summary>How the traffic of a pair gets to the side that is deployed; null: it is there, or the service is no pair.</summary>
    public ShiftStep? Shift { get; init; }

    /// <summary>What a new service's number of tasks is taken from, in words; null: the number says it.</summary>
    public string? TasksOf { get; init; }

    /// <summary>The side of a pair that is deployed; null: the service is no pair.</summary>
    public PairSide? Side => Shift?.To ?? Position?.Live;

    /// <summary>What takes the step back once it has ended well; null: there is nothing to go back to.</summary>
    public ServiceChange? Undo => (Service, Proven) switch
    {
        (ServiceStep.Update { Undo: { IsEmpty: false } undo }, not null) => undo,
        // An earlier run began it. What it changed besides the task definition is not known any more.
        (ServiceStep.Follow { Deployment.TaskDefinition: var now }, { } proven) when proven != now => new ServiceChange { TaskDefinition = proven, Deployment = RestBefore?.AtOnce },
        _ => null,
    };

    /// <summary>Whether the release that is carried out changed the service, in this run or in one that it goes on for.</summary>
    public bool IsOfThisRelease => Service is ServiceStep.Update or ServiceStep.Follow { Arn: not null };

    /// <summary>Whether a deployment is begun, or goes on.</summary>
    public bool Deploys => Service is ServiceStep.Create or ServiceStep.Follow or ServiceStep.Update { NewTaskDefinition: true } or ServiceStep.Update { Change.StartsDeployment: true }
        or ServiceStep.Update { UnderWay: not null };

    public bool ChangesSomething => LogGroup is not LogGroupStep.Nothing || TaskDefinition is TaskDefinitionStep.Register || Service is not ServiceStep.Nothing || Shift is { Moves: true };

    /// <summary>One line per step, the service's name first.</summary>
    public IEnumerable<string> Lines()
    {
        var log = LogGroup switch
        {
            LogGroupStep.Create create => $"  create log group {create.Name}, {create.Days} days",
            LogGroupStep.SetRetention set => $"  keep log group {set.Name} for {set.Days} days, not {set.From?.ToString() ?? "for ever"}",
            _ => null,
        };
        IEnumerable<string> definition = TaskDefinition switch
        {
            TaskDefinitionStep.Register register => [$"  register task definition {register.Content["family"]}", .. register.Differences.Select(line => $"    {line}")],
            TaskDefinitionStep.Reuse reuse => [$"  use task definition {EcsNames.Short(reuse.Arn)}"],
            _ => [],
        };
        IEnumerable<string> service = Service switch
        {
            ServiceStep.Create create => [$"  create service {EcsName} with {(TasksOf is null ? $"{create.DesiredCount} tasks" : $"tasks, {TasksOf}")}"],
            ServiceStep.Update update => [$"  update service {EcsName}", .. update.Reasons.Select(line => $"    {line}")],
            ServiceStep.Follow follow => [$"  follow deployment {follow.Deployment.Id}, which is under way"],
            _ => Shift is { Moves: true } ? [] : ["  nothing to do"],
        };
        // A first version has nobody to take traffic from.
        var traffic = Position is not null ? (Shift?.Lines() ?? []).Select(line => $"  {line}") : Deploys && Service is not ServiceStep.Create ? RolloutText.Lines(Rollout).Select(line => $"    {line}") : [];
        return [Name, .. Position is null ? [] : new[] { $"  {Position.Line}" }, .. log is null ? [] : new[] { log }, .. definition, .. Before.Select(step => $"  {step}"), .. service, .. traffic];
    }
}

internal abstract record LogGroupStep(string Name)
{
    internal sealed record Nothing(string Name) : LogGroupStep(Name);

    internal sealed record Create(string Name, int Days, IReadOnlyDictionary<string, string> Tags) : LogGroupStep(Name);

    internal sealed record SetRetention(string Name, int Days, int? From) : LogGroupStep(Name);
}

internal abstract record TaskDefinitionStep
{
    internal sealed record Register(JsonObject Content, IReadOnlyList<string> Differences) : TaskDefinitionStep;

    /// <summary>A revision with the same content is there, if not in the service.</summary>
    internal sealed record Reuse(string Arn) : TaskDefinitionStep;

    /// <summary>The service has it.</summary>
    internal sealed record Keep(string Arn) : TaskDefinitionStep;
}

internal abstract record ServiceStep
{
    internal sealed record Nothing : ServiceStep;

    internal sealed record Create(int DesiredCount, ServiceSettings Settings, IReadOnlyDictionary<string, string> Tags) : ServiceStep;

    /// <param name="Change">Without the task definition's ARN, which may not be known yet.</param>
    /// <param name="Undo">What takes the update back, the task definition included.</param>
    internal sealed record Update(ServiceChange Change, bool NewTaskDefinition, ServiceChange Undo, IReadOnlyList<string> Reasons) : ServiceStep
    {
        /// <summary>The deployment of what is wanted that an earlier run began, and that this update leaves as it is; null: none.</summary>
        public DeploymentSnapshot? UnderWay { get; init; }
    }

    /// <summary>What is wanted is being deployed already, by a run that ended before its deployment did.</summary>
    internal sealed record Follow(DeploymentSnapshot Deployment) : ServiceStep
    {
        /// <summary>ARN of its service deployment, which is of the same release and may have ended meanwhile; null: what it is of is not known.</summary>
        public string? Arn { get; init; }
    }
}
