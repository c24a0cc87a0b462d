using Slipway.Output;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;
using Slipway.Pipelines.Workflows;

namespace Slipway.Pipelines;

/// <summary>A generated file is not what the definitions say.</summary>
/// <param name="Target">What generates it.</param>
internal sealed record FileDrifted(string File, int Line, DriftKind Drift, string Target = FileHeader.Pipelines) : OutputEvent
{
    public override EventKind Kind => EventKind.Failure;

    public override string Text =>
        $"""
         {File}: {Said}
           try  {(Drift == DriftKind.Foreign ? "rename it, or delete it if the generated one does its work, then " : Drift == DriftKind.Edited ? "put the change into the definitions, then " : "")}./build.sh {Target}, and commit what it writes
         """;

    internal override SourceLine? Place => new(File, Line);

    private string Said => Drift switch
    {
        DriftKind.Missing => "is missing; the definitions ask for it.",
        DriftKind.Stale => $"is stale from line {Line} on: the definitions moved since it was generated.",
        DriftKind.Edited => $"was edited by hand: line {Line} is not what was generated.",
        DriftKind.Leftover => "was generated once; the definitions do not ask for it any more.",
        _ => "was not generated, and has the name of a file that the definitions ask for.",
    };
}

/// <summary>The lines that make a file differ.</summary>
internal sealed record FileDiff(string Diff) : OutputEvent
{
    public override string Text => Diff;
}

/// <summary>A workflow or a template does something that it must not.</summary>
internal sealed record FileFlawed(LintFinding Finding) : OutputEvent
{
    public override EventKind Kind => EventKind.Failure;

    public override string Text => $"{Finding}";

    internal override SourceLine? Place => new(Finding.File, Finding.Line);
}

/// <summary>A bot moved an action in the workflows.</summary>
internal sealed record ActionMoved(string Action, string Version, bool IsTakenOver) : OutputEvent
{
    public override string Text => IsTakenOver
        ? $"{Action} is at {Version}, as the workflows have it; {ActionLock.Path} has it now"
        : $"{Action} was moved to {Version} in the workflows; ./build.sh Pipelines takes it over";
}

/// <summary>A file was generated, or removed.</summary>
/// <param name="Before">How the file differed; null: in the commits of actions alone.</param>
internal sealed record FileWritten(string File, DriftKind? Before) : OutputEvent
{
    public override EventKind Kind => Before == DriftKind.Edited ? EventKind.Warning : EventKind.Progress;

    public override string Text => Before switch
    {
        DriftKind.Missing => $"{File} is new",
        DriftKind.Edited => $"{File} is written anew; what was edited by hand is gone",
        DriftKind.Leftover => $"{File} is removed: the definitions do not ask for it any more",
        _ => $"{File} is written anew",
    };
}

/// <summary>The pipelines are what the definitions say.</summary>
/// <param name="Written">How many files were written or removed; null: they were only compared.</param>
internal sealed record PipelinesDone(int Files, int? Written) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => Written is null or 0
        ? $"{Generated} what the definitions say{(Written is null ? ", and nothing in the repository's pipelines is against the rules" : "")}."
        : $"{Written} {(Written == 1 ? "file was" : "files were")} changed; {Generated} what the definitions say. Commit them.";

    private string Generated => $"{Files} generated {(Files == 1 ? "file is" : "files are")}";
}
