namespace Slipway.Output;

/// <summary>A log: one line per event, with nothing that a terminal would have to interpret.</summary>
/// <param name="verbose">Whether details are printed too.</param>
internal sealed class PlainOutput(TextWriter writer, Redactor redactor, bool verbose) : IOutput
{
    private readonly Lock _lock = new();
    private readonly News _news = new(redactor, verbose);

    public void Emit(OutputEvent happened)
    {
        lock (_lock)
        {
            if (_news.Of(happened) is not { } text)
                return;

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
