namespace Slipway.Output;

/// <summary>A log: one line per event, with nothing that a terminal would have to interpret.</summary>
/// <param name="verbose">Whether details are printed too.</param>
internal sealed class PlainOutput(TextWriter writer, Redactor redactor, bool verbose) : IOutput
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, string> _last = [];

    public void Emit(OutputEvent happened)
    {
        if (happened.Kind == EventKind.Detail && !verbose)
            return;

        var text = redactor.Mask(happened.Text);
        lock (_lock)
        {
            // A line is printed only when it says something new.
            if (_last.TryGetValue(happened.GetType(), out var last) && last == text)
                return;

            _last[happened.GetType()] = text;
            writer.WriteLine(Prefix(happened.Kind) + text);
            writer.Flush();
        }
    }

    private static string Prefix(EventKind kind) => kind switch
    {
        EventKind.Warning => "WARNING ",
        EventKind.Failure => "FAILED  ",
        _ => "",
    };
}
