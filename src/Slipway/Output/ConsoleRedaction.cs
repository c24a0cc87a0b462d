using System.Text;

namespace Slipway.Output;

/// <summary>A writer that masks secrets. It works on whole lines, so that a secret that is written in pieces is found too.</summary>
internal sealed class ConsoleRedaction(TextWriter inner, Redactor redactor) : TextWriter
{
    /// <summary>Masks secrets in all that this process prints from now on, whoever prints it.</summary>
    public static void Install(Redactor redactor)
    {
        Console.SetOut(new ConsoleRedaction(Console.Out, redactor));
        Console.SetError(new ConsoleRedaction(Console.Error, redactor));
    }

    private readonly StringBuilder _line = new();
    private readonly Lock _gate = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        lock (_gate)
        {
            _line.Append(value);
            if (value == '\n')
                Pass();
        }
    }

    public override void Write(string? value)
    {
        lock (_gate)
        {
            _line.Append(value);
            if (value?.Contains('\n', StringComparison.Ordinal) == true)
                Pass();
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Flush()
    {
        lock (_gate)
            Pass();

        inner.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Flush();

        base.Dispose(disposing);
    }

    private void Pass()
    {
        inner.Write(redactor.Mask(_line.ToString()));
        inner.Flush();
        _line.Clear();
    }
}
