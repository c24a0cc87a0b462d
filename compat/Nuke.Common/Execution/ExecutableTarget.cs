using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>A target of a build, with its place in the graph and what became of it.</summary>
public class ExecutableTarget
{
    internal ExecutableTarget(MemberInfo member, string name, Delegate factory)
    {
        Member = member;
        Name = name;
        Factory = factory;
    }

    internal TargetDefinition Definition { get; set; } = null!;

    /// <summary>The property that defines it.</summary>
    public MemberInfo Member { get; set; }

    /// <summary>The name of the property.</summary>
    public string Name { get; set; }

    /// <summary>The sentence for <c>--help</c>.</summary>
    public string? Description { get; set; }

    /// <summary>Whether <c>--help</c> lists it.</summary>
    public bool Listed { get; set; } = true;

    /// <summary>The value of the property.</summary>
    public Delegate Factory { get; set; }

    /// <summary>Conditions that are asked right before its turn.</summary>
    public List<(string Text, Func<bool> Delegate)> DynamicConditions { get; internal set; } = [];

    /// <summary>Conditions that are asked before anything runs.</summary>
    public List<(string Text, Func<bool> Delegate)> StaticConditions { get; internal set; } = [];

    /// <inheritdoc cref="Common.DependencyBehavior"/>
    public DependencyBehavior DependencyBehavior { get; internal set; }

    /// <summary>Whether it runs after a failure too.</summary>
    public bool AssuredAfterFailure { get; internal set; }

    /// <summary>Whether the run goes on when it fails.</summary>
    public bool ProceedAfterFailure { get; internal set; }

    /// <summary>What must hold before anything runs.</summary>
    public List<LambdaExpression> DelegateRequirements { get; internal set; } = [];

    /// <summary>What it does, in order.</summary>
    public List<Action> Actions { get; internal set; } = [];

    /// <summary>Targets that it needs.</summary>
    public List<ExecutableTarget> ExecutionDependencies { get; } = [];

    /// <summary>Targets that come first where both run.</summary>
    public List<ExecutableTarget> OrderDependencies { get; } = [];

    /// <summary>Targets that trigger it.</summary>
    public List<ExecutableTarget> TriggerDependencies { get; } = [];

    /// <summary>Targets that it triggers.</summary>
    public List<ExecutableTarget> Triggers { get; } = [];

    /// <summary>Everything that comes before it where both run.</summary>
    public IReadOnlyCollection<ExecutableTarget> AllDependencies => [.. ExecutionDependencies, .. OrderDependencies, .. TriggerDependencies];

    /// <summary>How long its actions took.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>Whether it runs when no target is named.</summary>
    public bool IsDefault { get; set; }

    /// <summary>What became of it.</summary>
    public ExecutionStatus Status { get; set; }

    /// <summary>Whether the caller named it.</summary>
    public bool Invoked { get; set; }

    /// <summary>What the summary says of it.</summary>
    public Dictionary<string, string> SummaryInformation { get; internal set; } = [];

    /// <summary>Why it was skipped, if by the caller or with another target.</summary>
    public string? Skipped
    {
        get => SummaryInformation.GetValueOrDefault(nameof(Skipped));
        set => Say(nameof(Skipped), value);
    }

    /// <summary>The condition that was false.</summary>
    public string? OnlyWhen
    {
        get => SummaryInformation.GetValueOrDefault(nameof(OnlyWhen));
        set => Say(nameof(OnlyWhen), value);
    }

    private void Say(string key, string? value)
    {
        if (value is not null)
            SummaryInformation[key] = value;
    }
}

/// <summary>What became of a target.</summary>
public enum ExecutionStatus
{
    /// <summary>It is not part of the plan.</summary>
    None,

    /// <summary>It will run.</summary>
    Scheduled,

    /// <summary>The run ended before its turn.</summary>
    NotRun,

    /// <summary>A condition, the caller or an earlier attempt took it out.</summary>
    Skipped,

    /// <summary>All its actions ended well.</summary>
    Succeeded,

    /// <summary>An action threw.</summary>
    Failed,

    /// <summary>It is running.</summary>
    Running,

    /// <summary>The run was interrupted during it.</summary>
    Aborted,

    /// <summary>It has no actions and only gathers others.</summary>
    Collective,
}
