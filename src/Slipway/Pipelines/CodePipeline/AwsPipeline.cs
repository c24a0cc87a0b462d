namespace Slipway.Pipelines.CodePipeline;

/// <summary>A pipeline of CodePipeline, decided before any of it is written.</summary>
/// <param name="Branch">Of the commits that it takes.</param>
internal sealed record AwsPipeline(Application Application, string Name, string Branch)
{
    /// <summary>What the definition says of it.</summary>
    public CodePipelineDelivery Delivery => Application.CodePipeline ?? throw new InvalidOperationException($"{Application.Name} is not delivered with CodePipeline");

    /// <summary>The repository of its sources, as the connection knows it.</summary>
    public string Repository => Delivery.Repository ?? Application.Repository ?? throw new InvalidOperationException($"{Application.Name} has no repository");

    /// <summary>In the order in which an execution passes them, without that of the source.</summary>
    public required IReadOnlyList<AwsStage> Stages { get; init; }

    /// <summary>Whether a push to the branch starts it.</summary>
    public bool StartsOnPush { get; init; }

    /// <summary>The clock that starts it: minute, hour, day of the month, month and day of the week in UTC; null: none does.</summary>
    public string? Cron { get; init; }

    /// <summary>What whoever starts it by hand may say.</summary>
    public IReadOnlyList<StageInput> Inputs { get; init; } = [];
}

/// <summary>A stage of a pipeline: actions of the same order run side by side.</summary>
/// <param name="Name">Unique in its pipeline.</param>
/// <param name="Environment">Null: of several.</param>
internal sealed record AwsStage(string Name, DeployEnvironment? Environment, IReadOnlyList<AwsAction> Actions)
{
    /// <summary>Whether errors are watched once it is done, since somebody had to approve what it did.</summary>
    public bool IsWatched { get; init; }
}

/// <summary>What a stage does.</summary>
/// <param name="Name">Unique in its stage.</param>
/// <param name="Order">From 1; the next order begins when all of this one have succeeded.</param>
internal abstract record AwsAction(string Name, int Order)
{
    /// <summary>A build of a project.</summary>
    /// <param name="Variables">Values of CodePipeline's own (<c>#{...}</c>) among them.</param>
    public sealed record Run(string Name, int Order, AwsProject Project, IReadOnlyList<KeyValuePair<string, string>> Variables) : AwsAction(Name, Order);

    /// <summary>A person's approval of the plan that an action of the same stage has shown.</summary>
    /// <param name="Plan">Null: no action has shown one.</param>
    public sealed record Approve(string Name, int Order, AwsProject? Plan, TimeSpan Timeout) : AwsAction(Name, Order);
}

/// <summary>A project of CodeBuild: what one job of the model runs, in a role of its own.</summary>
internal sealed record AwsProject(Stage Stage, PipelineJob Job)
{
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    private const int LongestRoleName = 64;

    // The jobs of a way back are called after it already: rollback-dev of rollback.
    private string Key => Stage.Kind == StageKind.Deploy ? $"{Stage.Name}-{Job.Id}"
        : Job.Id.IndexOf('-', StringComparison.Ordinal) is > 0 and var end ? $"{Stage.Name}{Job.Id[end..]}"
        : Stage.Name;

    /// <summary>Of the project; part of what CodeBuild calls its builds.</summary>
    public string Name => $"{Stage.Application!.Name}-{Key}";

    /// <summary>What the template calls the project's resources, before their kind.</summary>
    public string LogicalName => AwsNames.Logical(Key);

    /// <summary>The role that its builds begin with: it can do no more than begin, and take the role of the job.</summary>
    public string RoleName => AwsNames.Short($"slipway-{Name}-build", LongestRoleName);

    /// <summary>What its outputs are known by in its pipeline.</summary>
    public string Namespace => Key;

    /// <summary>The file that says what it runs.</summary>
    public string BuildSpec => $"{Files.RepositoryFolder.Aws}/buildspec-{Key}.yml";

    /// <summary>What later actions may take from it, as CodeBuild names variables.</summary>
    public IReadOnlyList<string> Outputs => [.. Job.Steps.OfType<PipelineStep.Build>().SelectMany(step => step.Outputs).Select(VariableOf)];

    /// <summary>The variable that an output becomes.</summary>
    public static string VariableOf(string output) => output.ToUpperInvariant().Replace('-', '_');
}
