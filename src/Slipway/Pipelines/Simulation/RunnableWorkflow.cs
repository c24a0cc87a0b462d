using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Simulation;

/// <summary>A workflow as it is run: what its text says, and nothing that the definitions know.</summary>
/// <param name="File">From the repository's root.</param>
/// <param name="Events">What starts it.</param>
internal sealed record RunnableWorkflow(string File, string Name, IReadOnlyList<string> Events)
{
    /// <summary>The branch whose pushes start it; null: none is named, or several are.</summary>
    public string? Branch { get; init; }

    /// <summary>What whoever starts it by hand is asked.</summary>
    public IReadOnlyList<WorkflowInput> Inputs { get; init; } = [];

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public TokenPermissions? Permissions { get; init; }

    public RunDefaults Defaults { get; init; } = new(null, null);

    public required IReadOnlyList<RunnableJob> Jobs { get; init; }
}

/// <summary>A question to whoever starts a workflow by hand.</summary>
/// <param name="Type">GitHub's word: <c>string</c>, <c>choice</c>, <c>boolean</c>, <c>number</c> or <c>environment</c>.</param>
/// <param name="Default">Null: it has none.</param>
internal sealed record WorkflowInput(string Name, string Type, bool IsRequired, string? Default, IReadOnlyList<string> Options);

/// <summary>How commands are run where a step does not say it.</summary>
internal sealed record RunDefaults(string? Shell, string? Directory)
{
    public RunDefaults Over(RunDefaults outer) => new(Shell ?? outer.Shell, Directory ?? outer.Directory);
}

/// <summary>A job. Texts may hold expressions.</summary>
/// <param name="Line">Where it stands.</param>
internal sealed record RunnableJob(string Id, int Line)
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Needs { get; init; } = [];

    public string? Condition { get; init; }

    /// <summary>Null: it stands in none.</summary>
    public string? Environment { get; init; }

    public TokenPermissions? Permissions { get; init; }

    /// <summary>Null: it runs once.</summary>
    public YamlNode? Matrix { get; init; }

    /// <summary>Whether a run that fails ends those of the matrix that have not begun.</summary>
    public bool FailsFast { get; init; } = true;

    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public RunDefaults Defaults { get; init; } = new(null, null);

    /// <summary>In minutes; null: six hours, as GitHub has it.</summary>
    public string? Timeout { get; init; }

    public string? ContinuesOnError { get; init; }

    public required IReadOnlyList<RunnableStep> Steps { get; init; }
}

/// <summary>A step. Texts may hold expressions.</summary>
/// <param name="Id">Null: nothing can be asked of it.</param>
/// <param name="Line">Where it stands.</param>
internal sealed record RunnableStep(string? Id, int Line)
{
    public string? Name { get; init; }

    public string? Condition { get; init; }

    /// <summary>An action with what comes after its <c>@</c>; null: it is a command.</summary>
    public string? Uses { get; init; }

    public IReadOnlyDictionary<string, string> With { get; init; } = new Dictionary<string, string>();

    public string? Run { get; init; }

    public string? Shell { get; init; }

    public string? Directory { get; init; }

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>In minutes; null: what the job has.</summary>
    public string? Timeout { get; init; }

    public string? ContinuesOnError { get; init; }

    /// <summary>As GitHub's log names it.</summary>
    public string Title => Name ?? (Uses is not null ? $"Run {Uses.Split('@')[0]}" : $"Run {Run!.TrimStart().Split('\n')[0]}");
}
