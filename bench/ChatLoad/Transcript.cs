using System.Globalization;

namespace ChatLoad;

/// <summary>One message of a client.</summary>
/// <param name="Id">Counts the messages of the run from zero.</param>
/// <param name="Sequence">Counts the messages of this client from one.</param>
internal sealed record Said(int Id, int Member, int Sequence, TimeSpan At)
{
    /// <summary>What goes over the wire: enough to know it again.</summary>
    public string Text => $"{Id} {Member} {Sequence}";
}

/// <summary>A message as a client got it.</summary>
/// <param name="Number">The room's own number of it.</param>
internal readonly record struct Heard(int Id, int Member, int Sequence, long Number, TimeSpan At)
{
    /// <summary>Null: it is none of ours.</summary>
    public static Heard? Read(string? text, long number, TimeSpan at)
    {
        var parts = text?.Split(' ') ?? [];
        return parts.Length == 3 && Whole(parts[0]) is { } id && Whole(parts[1]) is { } member && Whole(parts[2]) is { } sequence
            ? new Heard(id, member, sequence, number, at)
            : null;

        static int? Whole(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

/// <summary>Everything that was said in a run.</summary>
internal sealed class Transcript(RunTime time)
{
    private readonly Lock _gate = new();
    private readonly List<Said> _said = [];

    /// <summary>Notes a message that is about to be sent: it can be heard before the sending returns.</summary>
    public Said Add(int member, int sequence)
    {
        lock (_gate)
        {
            var said = new Said(_said.Count, member, sequence, time.Now);
            _said.Add(said);
            return said;
        }
    }

    public IReadOnlyList<Said> All()
    {
        lock (_gate)
            return [.. _said];
    }
}
