namespace Slipway.Output;

/// <summary>Writes events to the console, in the manner of the place where the run happens.</summary>
public sealed class ConsoleOutput : IOutput
{
    private readonly IEventFormat _format;
    private readonly TextWriter _writer;
    private readonly bool _verbose;
    private readonly Lock _gate = new();
    private string? _last;

    internal ConsoleOutput(IEventFormat format, TextWriter writer, bool verbose) => (_format, _writer, _verbose) = (format, writer, verbose);

    /// <summary>The console as it is here: GitHub Actions' log, a terminal with colours, or a plain log.</summary>
    /// <param name="verbose">Whether to print details too.</param>
    public static ConsoleOutput Here(bool verbose) => new(EventFormat.Here(Console.IsOutputRedirected), Console.Out, verbose);

    /// <summary>Masks the secrets of <paramref name="redactor"/> in all that this process prints from now on, whoever prints it.</summary>
    public static void Mask(Redactor redactor)
    {
        Console.SetOut(new ConsoleRedaction(Console.Out, redactor));
        Console.SetError(new ConsoleRedaction(Console.Error, redactor));
    }

    /// <inheritdoc/>
    public void Emit(OutputEvent happened)
    {
        if (happened.Kind == EventKind.Detail && !_verbose)
            return;

        var text = _format.Render(happened);
        lock (_gate)
        {
            // What is told again and again while waiting is told once.
            if (text == _last)
                return;

            _last = text;
            _writer.WriteLine(text);
        }
    }
}
