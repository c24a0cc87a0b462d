namespace Chat.Sharing;

/// <summary>Brings what is said to every task that has members in the room.</summary>
internal interface IExchange
{
    /// <summary>up or down; null: there is no Redis to be either.</summary>
    string? Redis { get; }

    /// <summary>Says something in a room.</summary>
    /// <returns>Null: everybody gets it, this task's own members too. Otherwise what to tell the sender.</returns>
    Task<string?> Say(string room, string name, string text, CancellationToken ct);
}

/// <summary>A task on its own: nobody else has members.</summary>
internal sealed class MemoryExchange(Rooms rooms, TimeProvider time) : IExchange
{
    public string? Redis => null;

    public Task<string?> Say(string room, string name, string text, CancellationToken ct)
    {
        rooms.Say(room, name, text, time.GetUtcNow());
        return Task.FromResult<string?>(null);
    }
}
