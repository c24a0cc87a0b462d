using System.Globalization;
using Slipway.Output;

namespace Slipway.Pipelines.Simulation;

/// <summary>A run begins.</summary>
/// <param name="Uncommitted">How many files differ from the commit, which alone the run sees.</param>
internal sealed record SimulationBegun(string File, string Event, string Ref, string Sha, int Uncommitted) : OutputEvent
{
    public override EventKind Kind => Uncommitted > 0 ? EventKind.Warning : EventKind.Progress;

    public override string Text =>
        $"{File} runs for {Event} of {Ref} at {Sha[..Math.Min(12, Sha.Length)]}, against the rehearsal cloud and a simulated GitHub"
        + (Uncommitted > 0 ? $"\n{Uncommitted} file(s) are not committed: the run does not see them" : "");
}

/// <summary>A job begins.</summary>
/// <param name="Title">Its name, with the values of its matrix.</param>
internal sealed record JobBegun(string Id, string Title) : OutputEvent
{
    public override string Text => Title == Id ? $"job {Id}" : $"job {Id}: {Title}";
}

/// <summary>A job is not run.</summary>
internal sealed record JobSkipped(string Id, string Why) : OutputEvent
{
    public override string Text => $"job {Id} is skipped: {Why}";
}

/// <summary>A job waits for somebody.</summary>
internal sealed record JobWaits(string Id, string Environment, IReadOnlyList<string> Reviewers) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"job {Id} waits: environment {Environment} wants a review by {string.Join(" or ", Reviewers)}";
}

/// <summary>Somebody let a job begin, or did not.</summary>
internal sealed record JobReviewed(string Id, string Environment, string Reviewer, bool IsApproval) : OutputEvent
{
    public override string Text => $"  {Reviewer} {(IsApproval ? "approved" : "rejected")} job {Id} in environment {Environment}";
}

/// <summary>What a step wrote.</summary>
internal sealed record StepSaid(string Line) : OutputEvent
{
    public override EventKind Kind => EventKind.Detail;

    public override string Text => $"      {Line}";
}

/// <summary>A step wrote a warning or an error for people who do not read its log.</summary>
internal sealed record StepAnnotated(string Level, string Message) : OutputEvent
{
    public override EventKind Kind => Level == "notice" ? EventKind.Progress : EventKind.Warning;

    internal override bool IsForSummary => false;

    public override string Text => $"    {Level}: {Message.ReplaceLineEndings("\n      ")}";
}

/// <summary>A step ended.</summary>
/// <param name="Lines">The last that it wrote, where it failed.</param>
internal sealed record StepEnded(string Title, Conclusion Conclusion, TimeSpan Took, string? Why, IReadOnlyList<string> Lines) : OutputEvent
{
    public override EventKind Kind => Conclusion == Conclusion.Failure ? EventKind.Failure : EventKind.Progress;

    internal override bool IsForSummary => false;

    public override string Text => Conclusion switch
    {
        Conclusion.Success => $"  step {Title}, {Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
        Conclusion.Skipped => $"  step {Title} is skipped",
        _ => $"  step {Title} {(Conclusion == Conclusion.Failure ? "failed" : "was ended")}{(Why is null ? "" : $": {Why}")}{string.Concat(Lines.Select(line => $"\n      {line}"))}",
    };
}

/// <summary>What a job wrote for people who do not read its log.</summary>
internal sealed record JobSummary(string Id, string Markdown) : OutputEvent
{
    public override string Text => $"summary of {Id}\n{string.Join('\n', Markdown.TrimEnd().Split('\n').Select(line => $"  | {line}".TrimEnd()))}";
}

/// <summary>A run ended.</summary>
/// <param name="Jobs">Every job and what became of it.</param>
/// <param name="Records">What GitHub has of it.</param>
internal sealed record SimulationEnded(string File, IReadOnlyList<(string Job, Conclusion Conclusion)> Jobs, IReadOnlyList<string> Records, Verdict Verdict) : OutputEvent
{
    public override EventKind Kind => Verdict == Verdict.Deployed ? EventKind.Success : EventKind.Failure;

    public override string Text =>
        $"{File} {(Verdict == Verdict.Deployed ? "succeeded" : $"ended with {Verdict}, exit code {(int)Verdict}")}."
        + string.Concat(Jobs.Select(job => $"\n  {job.Job,-20}  {StepResult.Word(job.Conclusion)}"))
        + string.Concat(Records.Select(record => $"\n  {"GitHub",-20}  {record}"));
}
