namespace Chat;

/// <summary>What the chat takes.</summary>
internal static class Limits
{
    public const int RoomLength = 40;
    public const int NameLength = 40;
    public const int TextLength = 1000;

    /// <summary>Messages that a room remembers, and that a newcomer is given.</summary>
    public const int History = 100;

    /// <summary>Messages of a room that Redis keeps: a task that lost the connection gets what it missed, 20 seconds of the liveliest room.</summary>
    public const int Kept = 1000;

    /// <summary>Rooms that are remembered; those without members go first.</summary>
    public const int Rooms = 1000;

    /// <summary>Events that may wait for one member; a slower reader is disconnected. All that a task missed may come at once.</summary>
    public const int Waiting = 2 * Kept;

    /// <summary>Bytes of one WebSocket message: the longest text in UTF-8, escaped, and some room.</summary>
    public const int MessageBytes = (TextLength * 6) + 256;

    public const string RoomRule = "A room is 1 to 40 lower-case letters, digits and hyphens.";
    public const string NameRule = "A name is 1 to 40 characters, none of them a control character.";
    public const string TextRule = "A message is 1 to 1000 characters.";
    public const string FormRule = "Send a JSON object: {\"text\": \"...\"}.";

    public static bool IsRoom(string room) =>
        room.Length is > 0 and <= RoomLength && room.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static bool IsName(string name) => name.Length is > 0 and <= NameLength && !name.Any(char.IsControl);

    public static bool IsText(string text) => text.Length is > 0 and <= TextLength;
}
