using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat;

/// <summary>What somebody said. Numbers grow in each room.</summary>
internal sealed record ChatMessage(long Number, string Name, string Text, DateTimeOffset At);

/// <summary>What a client sends.</summary>
internal sealed record Said(string? Text);

/// <summary>What the server sends over a WebSocket. One event goes to many members, so it is written once.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(NewMessage), "message")]
[JsonDerivedType(typeof(MembersChanged), "members")]
[JsonDerivedType(typeof(Refused), "error")]
[JsonDerivedType(typeof(Reconnect), "reconnect")]
internal abstract record ChatEvent
{
    private byte[]? _utf8;

    /// <summary>The event as JSON.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Utf8 => _utf8 ??= JsonSerializer.SerializeToUtf8Bytes(this, ChatJson.Default.ChatEvent);
}

/// <summary>The first event of a connection.</summary>
/// <param name="Task">The task that serves this connection.</param>
/// <param name="Members">How many are in the room, this one among them.</param>
internal sealed record Welcome(string Version, string Task, int Members, IReadOnlyList<ChatMessage> History) : ChatEvent;

internal sealed record NewMessage(ChatMessage Message) : ChatEvent;

/// <summary>Somebody else came or went.</summary>
internal sealed record MembersChanged(int Members) : ChatEvent;

/// <summary>What the client sent was not taken; the connection stays.</summary>
internal sealed record Refused(string Reason) : ChatEvent;

/// <summary>This server is going away and another one is there already: connect again now.</summary>
internal sealed record Reconnect : ChatEvent;

internal sealed record RoomAnswer(string Name, int Members, int Messages);

/// <param name="Redis">up or down; left out when messages are kept in memory.</param>
internal sealed record VersionAnswer(string Version, string Host, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Redis);

internal sealed record ProblemAnswer(string Reason);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(ChatEvent))]
[JsonSerializable(typeof(IReadOnlyList<ChatMessage>))]
[JsonSerializable(typeof(IReadOnlyList<RoomAnswer>))]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(Sharing.StoredMessage))]
[JsonSerializable(typeof(Sharing.PresenceReport))]
internal sealed partial class ChatJson : JsonSerializerContext;
