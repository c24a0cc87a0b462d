using System.Globalization;
using Nuke.Common.Execution;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Nuke.Common.Output;

/// <summary>Prints what is logged through <see cref="Log"/> during a run, and remembers what was wrong.</summary>
internal sealed class LogOutput : ILogEventSink
{
    private static readonly MessageTemplateTextFormatter Message = new("{Message:l}", CultureInfo.InvariantCulture);
    private static readonly Lock Once = new();
    private static ILogger? wired;

    /// <summary>The first call of a process makes <see cref="Log.Logger"/> write here.</summary>
    public static void Wire()
    {
        lock (Once)
            Log.Logger = wired ??= new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new LogOutput()).CreateLogger();
    }

    public void Emit(LogEvent logEvent)
    {
        var session = BuildSession.Current;
        var text = session.Secrets.Mask(Render(logEvent));

        if (session.Host.IsCommand(text))
        {
            session.Console.Line(text);
            return;
        }

        if (logEvent.Level >= LogEventLevel.Warning)
        {
            // Whoever reads these does not see the stack trace below the message.
            var complaint = logEvent.Exception is { } cause ? session.Secrets.Mask($"{text}: {cause.Message}") : text;
            session.Complaints.Enqueue(new Complaint(Short(logEvent.Level), session.RunningTarget, complaint, ToneOf(logEvent.Level)));
            session.Host.Annotate(logEvent.Level > LogEventLevel.Warning, complaint, session.Console);
        }

        if (logEvent.Level < Least(session.Verbosity))
            return;

        session.Console.Line($"{session.Time.GetLocalNow():HH:mm:ss} [{Short(logEvent.Level)}] {text}", ToneOf(logEvent.Level));
        if (logEvent.Exception is { } exception)
            session.Console.Line(session.Secrets.Mask(exception.ToString()), ToneOf(logEvent.Level));
    }

    private static string Short(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "VRB",
        LogEventLevel.Debug => "DBG",
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        LogEventLevel.Error => "ERR",
        _ => "FTL",
    };

    private static Tone ToneOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => Tone.Faint,
        LogEventLevel.Information => Tone.Plain,
        LogEventLevel.Warning => Tone.Warning,
        _ => Tone.Bad,
    };

    private static LogEventLevel Least(Verbosity verbosity) => verbosity switch
    {
        Verbosity.Verbose => LogEventLevel.Verbose,
        Verbosity.Normal => LogEventLevel.Debug,
        Verbosity.Minimal => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };

    private static string Render(LogEvent logEvent)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Message.Format(logEvent, writer);
        return writer.ToString();
    }
}
