using Spectre.Console;

namespace Slipway.Output;

/// <summary>A terminal that shows colours.</summary>
internal sealed class TerminalOutput(IAnsiConsole console, Redactor redactor, bool verbose) : IOutput
{
    private readonly Lock _lock = new();
    private readonly News _news = new(redactor, verbose);

    public void Emit(OutputEvent happened)
    {
        lock (_lock)
        {
            if (_news.Of(happened) is not { } text)
                return;

            var (mark, style) = Look(happened.Kind);
            // Not markup: the text may hold brackets.
            console.Write(new Text($"{mark} {text}\n", style));
        }
    }

    private static (string Mark, Style Style) Look(EventKind kind) => kind switch
    {
        EventKind.Detail => ("·", new Style(Color.Grey)),
        EventKind.Success => ("✓", new Style(Color.Green)),
        EventKind.Warning => ("!", new Style(Color.Yellow)),
        EventKind.Failure => ("✗", new Style(Color.Red)),
        _ => ("→", Style.Plain),
    };
}
