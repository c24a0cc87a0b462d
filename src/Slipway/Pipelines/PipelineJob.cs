namespace Slipway.Pipelines;

/// <summary>Steps that run one after the other on one machine.</summary>
/// <param name="Id">Unique in its stage.</param>
internal sealed record PipelineJob(string Id, string Title)
{
    /// <summary>Jobs of the stage that must have succeeded. One that <see cref="MayHaveNothing"/> to do may have been skipped as well.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Null: whenever its stage runs.</summary>
    public JobCondition? Condition { get; init; }

    /// <summary>Who lets it in; null: nobody is asked, and the job has no environment.</summary>
    public Gatekeeper? Gate { get; init; }

    /// <summary>The sources that it wants.</summary>
    public SourceNeed Source { get; init; } = SourceNeed.Newest;

    /// <summary>Null: it has nothing to do with AWS.</summary>
    public RoleUse? Role { get; init; }

    public required IReadOnlyList<PipelineStep> Steps { get; init; }

    /// <summary>Name of the environment that its commands are run for; null: they are for none.</summary>
    public string? EnvironmentName => Steps.OfType<PipelineStep.Build>()
        .Select(step => step.Words.OfType<Word.Literal>().Select(word => word.Text).SkipWhile(word => word != "--environment").Skip(1).FirstOrDefault())
        .FirstOrDefault(name => name is not null);

    /// <summary>Whether it is skipped where an earlier job found nothing for it, which keeps nothing after it from going on.</summary>
    public bool MayHaveNothing => Condition is JobCondition.HasAny;

    /// <summary>Each of these variables in turn takes each of its values.</summary>
    public IReadOnlyList<MatrixAxis> Matrix { get; init; } = [];

    /// <summary>Time after which it is ended, whatever it does.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What it must be able to do, each named once.</summary>
    public IReadOnlyList<Capability> Capabilities =>
        [.. Steps.SelectMany(step => step.Needs).Append(Capability.ReadSource).Concat(Role is null ? [] : [Capability.TakeRole]).Distinct()];
}

/// <summary>When a job runs at all.</summary>
internal abstract record JobCondition
{
    private JobCondition()
    {
    }

    /// <summary>The stage was started for this branch.</summary>
    public sealed record OnBranch(string Branch) : JobCondition;

    /// <summary>Whoever started the stage by hand answered this.</summary>
    public sealed record Answered(string Input, string Answer) : JobCondition;

    /// <summary>The list that an earlier job found out is not empty.</summary>
    public sealed record HasAny(string Job, string Output) : JobCondition;
}

/// <summary>A gate that a job passes before it begins: an environment of GitHub.</summary>
/// <param name="IsGuarded">Whether people may be asked there, so that a job can wait for hours.</param>
internal sealed record Gatekeeper(string Name, bool IsGuarded);

/// <summary>Which sources a job wants, and how much of their history.</summary>
internal enum SourceNeed
{
    /// <summary>Those of the commit that the stage was started for.</summary>
    Newest,

    /// <summary>Those with all history: which of two commits is older is asked of git.</summary>
    History,

    /// <summary>Those of the default branch, whatever the stage was started for.</summary>
    DefaultBranch,
}

/// <summary>A variable and the values that it takes, one run each.</summary>
/// <param name="Values">All that it can take.</param>
internal sealed record MatrixAxis(string Variable, IReadOnlyList<string> Values)
{
    /// <summary>The JSON list of those that it takes this time, which an earlier job found out; null: it takes all of them.</summary>
    public VariableValue.Output? From { get; init; }
}
