namespace ChatLoad;

/// <summary>Whether everybody heard everything, once and in order.</summary>
/// <param name="InTheAir">Messages that nobody heard, said by a client whose socket was just then being closed: nobody promised to take them. They are owed to nobody.</param>
/// <param name="Owed">Deliveries that had to be: each message to each client that was in the room.</param>
/// <param name="Doubled">Deliveries of what the same client had before.</param>
/// <param name="OutOfOrder">Deliveries after a later one of the same client, or of the room.</param>
internal sealed record Conversation(int Said, int InTheAir, long Owed, long Received, long Missing, long Doubled, long OutOfOrder)
{
    /// <summary>How long before the end of a socket a message on its way there, or from there, may have been caught by it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public static Conversation Judge(IReadOnlyList<Said> said, IReadOnlyList<MemberRecord> members)
    {
        var numbers = Numbers(said.Count, members);
        var ends = members.Where(member => Outside(member) is not null).ToDictionary(member => member.Index, member => member.End!.At);
        var lost = said.Select(message => numbers[message.Id] == 0 && ends.TryGetValue(message.Member, out var end) && message.At > end - Grace).ToArray();

        var result = new Conversation(said.Count, lost.Count(one => one), 0, 0, 0, 0, 0);
        foreach (var member in members.Where(member => member.EnteredAt is not null))
        {
            var (times, doubled, outOfOrder) = Count(member, said.Count);
            var newest = member.Heard.Count == 0 ? 0 : member.Heard.Max(heard => heard.Number);
            var owed = said.Where(message => !lost[message.Id] && Owes(member, message, numbers[message.Id], newest)).ToList();
            var received = owed.Count(message => times[message.Id] > 0);
            result = result with
            {
                Owed = result.Owed + owed.Count,
                Received = result.Received + received,
                Missing = result.Missing + owed.Count - received,
                Doubled = result.Doubled + doubled,
                OutOfOrder = result.OutOfOrder + outOfOrder,
            };
        }

        return result;
    }

    /// <summary>The room's number of each message; zero: nobody heard it.</summary>
    private static long[] Numbers(int count, IReadOnlyList<MemberRecord> members)
    {
        var numbers = new long[count];
        foreach (var heard in members.SelectMany(member => member.Heard))
            numbers[heard.Id] = heard.Number;
        return numbers;
    }

    private static (int[] Times, int Doubled, int OutOfOrder) Count(MemberRecord member, int count)
    {
        var times = new int[count];
        var sequences = new Dictionary<int, int>();
        var (doubled, outOfOrder, newest) = (0, 0, member.Before);
        foreach (var heard in member.Heard)
        {
            if (++times[heard.Id] > 1)
            {
                doubled++;
                continue;
            }

            if (heard.Sequence <= sequences.GetValueOrDefault(heard.Member) || heard.Number <= newest)
                outOfOrder++;
            sequences[heard.Member] = Math.Max(heard.Sequence, sequences.GetValueOrDefault(heard.Member));
            newest = Math.Max(heard.Number, newest);
        }

        return (times, doubled, outOfOrder);
    }

    /// <summary>
    /// Whether a client must have a message. One that came in later is owed what has a higher number than its welcome; one whose socket was
    /// closed, what has a lower number than the last that it heard, and what was said some time before.
    /// </summary>
    private static bool Owes(MemberRecord member, Said message, long number, long newest)
    {
        var since = number > 0 ? number > member.Before : message.At >= member.EnteredAt;
        return since && (Outside(member) is not { } end || (number > 0 && number <= newest) || message.At < end.At - Grace);
    }

    private static SocketEnd? Outside(MemberRecord member) => member.End is { By: not SocketEnd.Us } end ? end : null;
}
