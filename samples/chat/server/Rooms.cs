using System.Threading.Channels;

namespace Chat;

/// <summary>All rooms of this server. A room comes into being with its first member.</summary>
internal sealed class Rooms(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);

    public IReadOnlyList<RoomAnswer> List()
    {
        lock (_gate)
            return [.. _rooms.OrderBy(room => room.Key, StringComparer.Ordinal).Select(room => new RoomAnswer(room.Key, room.Value.Members.Count, room.Value.History.Count))];
    }

    public IReadOnlyList<ChatMessage> History(string room)
    {
        lock (_gate)
            return _rooms.TryGetValue(room, out var found) ? [.. found.History] : [];
    }

    /// <summary>Adds a member, who is given the history and then every message, none missing and none twice.</summary>
    /// <returns>False: there are too many rooms, all of them with members.</returns>
    public bool Enter(string room, ChannelWriter<ChatEvent> member)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var entered))
            {
                if (_rooms.Count >= Limits.Rooms && !ForgetOne())
                    return false;
                _rooms[room] = entered = new Room();
            }

            entered.Members.Add(member);
            return member.TryWrite(new Welcome(ChatServer.Version, [.. entered.History]));
        }
    }

    public void Leave(string room, ChannelWriter<ChatEvent> member)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var left))
                return;
            left.Members.Remove(member);
            if (left.Members.Count == 0 && left.History.Count == 0)
                _rooms.Remove(room);
        }
    }

    /// <summary>Gives a message to every member. One whose queue is full is disconnected, so that it cannot hold up the others.</summary>
    public void Say(string room, string name, string text)
    {
        lock (_gate)
        {
            var said = _rooms[room];
            var message = new ChatMessage(++said.Number, name, text, time.GetUtcNow());
            said.History.Enqueue(message);
            if (said.History.Count > Limits.History)
                said.History.Dequeue();

            foreach (var member in said.Members.Where(member => !member.TryWrite(new NewMessage(message))).ToArray())
                member.TryComplete();
        }
    }

    private bool ForgetOne()
    {
        var empty = _rooms.FirstOrDefault(room => room.Value.Members.Count == 0).Key;
        return empty is not null && _rooms.Remove(empty);
    }

    private sealed class Room
    {
        public long Number { get; set; }
        public Queue<ChatMessage> History { get; } = [];
        public HashSet<ChannelWriter<ChatEvent>> Members { get; } = [];
    }
}
