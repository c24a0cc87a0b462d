using System.Globalization;
using System.Text.Json;

namespace Chat.Sharing;

/// <summary>A message as it lies in Redis, where its number stands before it.</summary>
internal sealed record StoredMessage(string Name, string Text, DateTimeOffset At)
{
    public string ToJson() => JsonSerializer.Serialize(this, ChatJson.Default.StoredMessage);

    /// <summary>Reads <c>NUMBER JSON</c>; null: another release wrote something that this one does not know.</summary>
    public static ChatMessage? Read(string entry)
    {
        try
        {
            return entry.Split(' ', 2) is [var number, var json]
                && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                && JsonSerializer.Deserialize(json, ChatJson.Default.StoredMessage) is { Name: not null, Text: not null } stored
                ? new ChatMessage(parsed, stored.Name, stored.Text, stored.At)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
