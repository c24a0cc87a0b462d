using Slipway.Pipelines.Workflows;

namespace Slipway.Pipelines;

/// <summary>What is run when, where and as whom: the model that every rendering of a pipeline comes from. It knows no YAML and no provider.</summary>
/// <param name="Runner">The label of the machines that jobs run on.</param>
/// <param name="DotnetVersion">The SDK to install; null: what <c>global.json</c> names.</param>
internal sealed record DeliveryPlan(IReadOnlyList<Stage> Stages, string Runner, string? DotnetVersion)
{
    /// <summary>What is delivered.</summary>
    public IReadOnlyList<Application> Applications { get; init; } = [];

    /// <summary>The branch that the repository shows first.</summary>
    public string DefaultBranch { get; init; } = "main";

    /// <summary>What GitHub Actions do of it, environments of one branch one after the other: two deliveries of one push would only wait for each other.</summary>
    public DeliveryPlan OnGitHub => this with { Stages = WorkflowChain.Of([.. Stages.Where(stage => stage.CodePipeline is null)]) };

    /// <summary>What is done of it in a repository: what is shipped from another one is not.</summary>
    /// <param name="repository"><c>owner/name</c>.</param>
    public DeliveryPlan In(string repository) =>
        this with { Stages = [.. Stages.Where(stage => stage.Repository is null || string.Equals(stage.Repository, repository, StringComparison.OrdinalIgnoreCase))] };

    /// <summary>Every role that a job takes, and what identity it is taken with.</summary>
    public IReadOnlyList<RoleTrust> Trusts => [.. Stages.SelectMany(stage => stage.Trusts).Distinct()];

    /// <summary>Names of the gates that somebody is asked at, or that must never wait behind one.</summary>
    public IReadOnlyList<string> Gates =>
        [.. Stages.SelectMany(stage => stage.Jobs).Select(job => job.Gate).OfType<Gatekeeper>().Where(gate => gate.IsGuarded).Select(gate => gate.Name).Distinct(StringComparer.Ordinal)];
}

/// <summary>What a stage is for.</summary>
internal enum StageKind
{
    Checks,
    Deploy,
    Rollback,

    /// <summary>Whether a rollback would succeed; changes nothing.</summary>
    RollbackCheck,
}

/// <summary>Jobs that start together.</summary>
/// <param name="Name">Of the file that a rendering makes of it.</param>
/// <param name="Title">Of its runs.</param>
internal sealed record Stage(string Name, string Title, StageKind Kind)
{
    /// <summary>Null: of the whole repository.</summary>
    public Application? Application { get; init; }

    /// <summary>Null: of several, or of none.</summary>
    public DeployEnvironment? Environment { get; init; }

    /// <summary>The repository on GitHub that its jobs run in; null: any.</summary>
    public string? Repository => Application?.Repository;

    /// <summary>What runs it in place of GitHub Actions; null: those do.</summary>
    public CodePipelineDelivery? CodePipeline => Application?.CodePipeline;

    public required IReadOnlyList<Trigger> Triggers { get; init; }

    /// <summary>What whoever starts it by hand is asked.</summary>
    public IReadOnlyList<StageInput> Inputs { get; init; } = [];

    public Overlap Overlap { get; init; } = Overlap.Allowed;

    public required IReadOnlyList<PipelineJob> Jobs { get; init; }

    /// <summary>The one result that a branch's rules can demand: every job succeeded or was not needed; null: nobody asks for it.</summary>
    public string? RequiredCheck { get; init; }

    /// <summary>What the build adds, and why.</summary>
    public IReadOnlyList<Addition> Additions { get; init; } = [];

    /// <summary>Each once, for the longest of the jobs that take the role with that identity.</summary>
    public IEnumerable<RoleTrust> Trusts => Jobs.Where(job => job.Role is not null)
        .GroupBy(job => (job.Role, job.Gate?.Name))
        .Select(jobs => new RoleTrust(jobs.Key.Role!, jobs.Key.Name, jobs.Key.Name is null ? Branch : null, jobs.Max(job => job.Timeout)));

    /// <summary>The one branch that it is started for by itself; null: any, or it is only started by hand.</summary>
    private string? Branch => Triggers.Select(trigger => trigger switch
    {
        Trigger.Push push => push.Branch,
        Trigger.Schedule schedule => schedule.Branch,
        _ => null,
    }).OfType<string>().FirstOrDefault();

    /// <summary>Whether a job comes, however many jobs later, after one that may have had nothing to do and was skipped.</summary>
    public bool MayFollowSkipped(PipelineJob job) =>
        Jobs.Where(other => job.Needs.Contains(other.Id, StringComparer.Ordinal)).Any(needed => needed.MayHaveNothing || MayFollowSkipped(needed));
}

/// <summary>What starts a stage.</summary>
internal abstract record Trigger
{
    private Trigger()
    {
    }

    public sealed record PullRequest : Trigger;

    public sealed record MergeQueue : Trigger;

    public sealed record Push(string Branch) : Trigger;

    public sealed record ByHand : Trigger;

    /// <summary>The clock, in UTC.</summary>
    /// <param name="Cron">Minute, hour, day of the month, month and day of the week.</param>
    /// <param name="Branch">The repository's default branch: the clock starts no other.</param>
    public sealed record Schedule(string Cron, string Branch) : Trigger;
}

/// <summary>What becomes of a run of a stage while another one is under way.</summary>
internal enum Overlap
{
    /// <summary>Both go on. Whoever needs a turn takes the environment's deploy lock.</summary>
    Allowed,

    /// <summary>It waits.</summary>
    Queued,

    /// <summary>It takes the other one's place, if both are for the same pull request.</summary>
    NewestWins,
}

/// <summary>A question to whoever starts a stage by hand.</summary>
/// <param name="Choices">The valid answers, the default first; empty: any text.</param>
internal sealed record StageInput(string Name, string Description, IReadOnlyList<string> Choices)
{
    public bool IsRequired { get; init; }
}

/// <summary>Something that the definitions did not ask for, but the build did.</summary>
internal sealed record Addition(string What, string Reason);

/// <summary>A role, and the identity that it must trust: that of a gate (GitHub's environment), or that of a branch where a job has no gate.</summary>
/// <param name="Held">How long it is held at most.</param>
internal sealed record RoleTrust(RoleUse Role, string? Gate, string? Branch, TimeSpan Held);
