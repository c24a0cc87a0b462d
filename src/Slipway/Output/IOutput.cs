namespace Slipway.Output;

/// <summary>
/// Where a run tells what happens. Features emit events, one record per kind of event, kept beside the feature that emits it;
/// how an event looks on a terminal, in a log, on GitHub Actions or as a JSON line is the business of the implementations.
/// </summary>
public interface IOutput
{
    void Emit(OutputEvent happened);
}

/// <summary>Something that happened in a run.</summary>
public abstract record OutputEvent
{
    /// <summary>How loud the event is.</summary>
    public virtual EventKind Kind => EventKind.Progress;

    /// <summary>The event as a person reads it: one line, or several where the event is a report.</summary>
    public abstract string Text { get; }

    /// <summary>The line of a file of the repository that it is about; null: none.</summary>
    internal virtual SourceLine? Place => null;

    /// <summary>Whether it belongs into the summary of a job, for people who do not read its log.</summary>
    internal virtual bool IsForSummary => Kind is EventKind.Success or EventKind.Warning or EventKind.Failure;

    /// <summary>What a later job may take from it; null: nothing.</summary>
    internal virtual JobOutput? ForLaterJobs => null;
}

/// <summary>A line of a file of the repository, counted from one.</summary>
/// <param name="File">From the repository's root, with slashes.</param>
internal sealed record SourceLine(string File, int Line);

/// <summary>A value that a job hands to later ones: one line.</summary>
internal sealed record JobOutput(string Name, string Value);

/// <summary>How loud an <see cref="OutputEvent"/> is.</summary>
public enum EventKind
{
    /// <summary>Of interest while looking for a cause; printed at verbosity Verbose alone.</summary>
    Detail,

    /// <summary>A step that was begun, made or waited for.</summary>
    Progress,

    /// <summary>Something reached its good end.</summary>
    Success,

    /// <summary>The run goes on, but somebody should know.</summary>
    Warning,

    /// <summary>What made the run fail.</summary>
    Failure,
}
