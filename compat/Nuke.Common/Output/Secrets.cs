namespace Nuke.Common.Output;

/// <summary>The values that the log must not show.</summary>
internal sealed class Secrets
{
    // Shorter values occur in ordinary words, and a log full of *** would give them away.
    private const int ShortestMasked = 4;

    private readonly List<string> _values = [];

    public void Add(string value)
    {
        if (value.Length >= ShortestMasked && !_values.Contains(value))
            _values.Add(value);
    }

    /// <summary>Has the host mask the values too: other programs print as well.</summary>
    public void Announce(Host host, BuildConsole console)
    {
        foreach (var value in _values)
            host.Mask(value, console);
    }

    public string Mask(string text)
    {
        foreach (var value in _values)
            text = text.Replace(value, "***", StringComparison.Ordinal);

        return text;
    }
}
