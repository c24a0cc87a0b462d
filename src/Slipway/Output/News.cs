namespace Slipway.Output;

/// <summary>What of a run's events is worth a line: details only where they are asked for, and of each kind of event nothing twice in a row. For one thread at a time.</summary>
internal sealed class News(Redactor redactor, bool verbose)
{
    private readonly Dictionary<Type, string> _last = [];

    /// <summary>The text without secrets; null: there is nothing new to say.</summary>
    public string? Of(OutputEvent happened)
    {
        if (happened.Kind == EventKind.Detail && !verbose)
            return null;

        var text = redactor.Mask(happened.Text);
        if (_last.TryGetValue(happened.GetType(), out var last) && last == text)
            return null;

        _last[happened.GetType()] = text;
        return text;
    }
}
