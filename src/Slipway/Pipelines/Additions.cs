namespace Slipway;

/// <summary>A job of the build's own in a pipeline. In the checks it runs beside the others and must succeed; elsewhere it runs when the jobs of its stage have succeeded.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; unique in its stage.</param>
/// <param name="Reason">Why it is there, for whoever reads the generated file.</param>
public sealed record AddedJob(string Name, string Reason)
{
    /// <summary>The stage that it belongs to.</summary>
    public required DeliveryPoint In { get; init; }

    /// <summary>What it runs, in this order.</summary>
    public required IReadOnlyList<BuildCommand> Commands { get; init; }

    /// <summary>What its token must be able to do beyond reading the sources; often nothing: <c>[]</c>.</summary>
    public required IReadOnlyList<Capability> Needs { get; init; }

    /// <summary>Environment variables of its commands.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables that take each of these values in a run of its own; every combination is run, 256 at most.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Matrix { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Time after which it is ended; one minute to six hours, 30 minutes unless said otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>A step of the build's own in every job of a stage that runs the build.</summary>
/// <param name="Name">What the step is called in the log; unique in its stage.</param>
/// <param name="Reason">Why it is there, for whoever reads the generated file.</param>
public sealed record AddedStep(string Name, string Reason)
{
    /// <summary>The stage that it belongs to.</summary>
    public required DeliveryPoint In { get; init; }

    /// <summary>What the job's token must be able to do for it; often nothing: <c>[]</c>.</summary>
    public required IReadOnlyList<Capability> Needs { get; init; }

    /// <summary>A program and its arguments, one word each; empty where it is an <see cref="Action"/>.</summary>
    public IReadOnlyList<string> Run { get; init; } = [];

    /// <summary>An action of GitHub, such as <c>actions/setup-node</c>, whose commit stands in <c>.github/actions.lock</c>; null where it is a program.</summary>
    public string? Action { get; init; }

    /// <summary>The inputs of <see cref="Action"/>.</summary>
    public IReadOnlyDictionary<string, string> With { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it comes after the commands of the build; before them unless said otherwise.</summary>
    public bool IsAfter { get; init; }
}

/// <summary>A stage of the pipelines that something can be added to.</summary>
public sealed record DeliveryPoint
{
    private DeliveryPoint(string kind, string? environment) => (Kind, Environment) = (kind, environment);

    /// <summary>What runs for every pull request.</summary>
    public static DeliveryPoint Checks { get; } = new("checks", environment: null);

    internal string Kind { get; }

    internal string? Environment { get; }

    /// <summary>What deploys to the environment of this name.</summary>
    public static DeliveryPoint DeployTo(string environment) => new("deploy", environment);

    /// <inheritdoc/>
    public override string ToString() => Environment is null ? Kind : $"{Kind} to {Environment}";
}
