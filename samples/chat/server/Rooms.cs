using System.Threading.Channels;

namespace Chat;

/// <summary>All rooms that this task knows. A room comes into being with its first member or message.</summary>
internal sealed class Rooms
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, int> _elsewhere = new Dictionary<string, int>();

    /// <summary>Called when a member of this task came or went.</summary>
    public Action? OnMembers { get; set; }

    public IReadOnlyList<RoomAnswer> List()
    {
        lock (_gate)
        {
            return
            [
                .. _rooms.Keys.Union(_elsewhere.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(name => new RoomAnswer(name, Members(name), _rooms.GetValueOrDefault(name)?.History.Count ?? 0)),
            ];
        }
    }

    public IReadOnlyList<ChatMessage> History(string room)
    {
        lock (_gate)
            return _rooms.TryGetValue(room, out var found) ? [.. found.History] : [];
    }

    /// <summary>Members that this task serves, by room.</summary>
    public IReadOnlyDictionary<string, int> MembersHere()
    {
        lock (_gate)
            return _rooms.Where(room => room.Value.Members.Count > 0).ToDictionary(room => room.Key, room => room.Value.Members.Count, StringComparer.Ordinal);
    }

    /// <summary>The number of the newest message of each room.</summary>
    public IReadOnlyDictionary<string, long> Newest()
    {
        lock (_gate)
            return _rooms.ToDictionary(room => room.Key, room => room.Value.Number, StringComparer.Ordinal);
    }

    public long NewestIn(string room)
    {
        lock (_gate)
            return _rooms.GetValueOrDefault(room)?.Number ?? 0;
    }

    /// <summary>Adds a member, who is given the history and then every message, none missing and none twice.</summary>
    /// <returns>False: there are too many rooms, all of them with members.</returns>
    public bool Enter(string room, ChannelWriter<ChatEvent> member)
    {
        lock (_gate)
        {
            if (Find(room) is not { } entered)
                return false;

            entered.Members.Add(member);
            member.TryWrite(new Welcome(ChatServer.Version, ChatServer.Task, Members(room), [.. entered.History]));
            Tell(entered, new MembersChanged(Members(room)), except: member);
        }

        OnMembers?.Invoke();
        return true;
    }

    public void Leave(string room, ChannelWriter<ChatEvent> member)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var left) || !left.Members.Remove(member))
                return;

            Tell(left, new MembersChanged(Members(room)));
            if (left.Members.Count == 0 && left.Number == 0)
                _rooms.Remove(room);
        }

        OnMembers?.Invoke();
    }

    /// <summary>Takes a message that nobody else has: its number is the room's next.</summary>
    public void Say(string room, string name, string text, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(room, out var said))
                Add(said, new ChatMessage(said.Number + 1, name, text, at));
        }
    }

    /// <summary>Takes numbered messages, oldest first. Those that are here already, which the number tells, do nothing.</summary>
    public void Take(string room, params IReadOnlyList<ChatMessage> messages)
    {
        lock (_gate)
        {
            if (messages.Count == 0 || Find(room) is not { } taken)
                return;

            foreach (var message in messages.Where(message => message.Number > taken.Number))
                Add(taken, message);
        }
    }

    /// <summary>Takes how many members the other tasks serve, by room.</summary>
    public void Elsewhere(IReadOnlyDictionary<string, int> members)
    {
        lock (_gate)
        {
            var before = _rooms.Keys.ToDictionary(name => name, Members, StringComparer.Ordinal);
            _elsewhere = members;
            foreach (var (name, room) in _rooms)
            {
                if (Members(name) != before[name])
                    Tell(room, new MembersChanged(Members(name)));
            }
        }
    }

    private int Members(string room) => (_rooms.GetValueOrDefault(room)?.Members.Count ?? 0) + _elsewhere.GetValueOrDefault(room);

    /// <summary>The room, made when it is new; null: there are too many, all of them with members.</summary>
    private Room? Find(string room)
    {
        if (_rooms.TryGetValue(room, out var found))
            return found;

        return _rooms.Count < Limits.Rooms || ForgetOne() ? _rooms[room] = new Room() : null;
    }

    private bool ForgetOne()
    {
        var empty = _rooms.FirstOrDefault(room => room.Value.Members.Count == 0).Key;
        return empty is not null && _rooms.Remove(empty);
    }

    private static void Add(Room room, ChatMessage message)
    {
        room.Number = message.Number;
        room.History.Enqueue(message);
        if (room.History.Count > Limits.History)
            room.History.Dequeue();

        Tell(room, new NewMessage(message));
    }

    /// <summary>Gives an event to every member. One whose queue is full is disconnected, so that it cannot hold up the others.</summary>
    private static void Tell(Room room, ChatEvent happened, ChannelWriter<ChatEvent>? except = null)
    {
        foreach (var member in room.Members.Where(member => member != except && !member.TryWrite(happened)))
            member.TryComplete();
    }

    private sealed class Room
    {
        public long Number { get; set; }
        public Queue<ChatMessage> History { get; } = [];
        public HashSet<ChannelWriter<ChatEvent>> Members { get; } = [];
    }
}
