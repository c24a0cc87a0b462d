using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// The multiplexed log stream of Docker Engine: frames of eight bytes of header (stream, three zeros, length in big-endian) and a
/// time stamp, a space and text. A line over 16 KiB comes in several frames, of which the last alone ends with a line feed.
/// </summary>
internal static class DockerLogs
{
    public static async Task Read(Stream stream, Action<DateTimeOffset, string> onLine, CancellationToken ct)
    {
        var header = new byte[8];
        var pending = new Dictionary<byte, (DateTimeOffset At, MemoryStream Text)>();
        while (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, ct) == header.Length)
        {
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))];
            await stream.ReadExactlyAsync(frame, ct);

            var space = Array.IndexOf(frame, (byte)' ');
            var at = DateTimeOffset.Parse(Encoding.ASCII.GetString(frame, 0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var line = pending.TryGetValue(header[0], out var begun) ? begun : (At: at, Text: new MemoryStream());
            line.Text.Write(frame, space + 1, frame.Length - space - 1);
            pending[header[0]] = line;
            if (frame[^1] != '\n')
                continue;

            pending.Remove(header[0]);
            onLine(line.At, Text(line.Text).TrimEnd('\n').TrimEnd('\r'));
        }

        // What a container wrote last need not end with a line feed.
        foreach (var (at, text) in pending.Values)
            onLine(at, Text(text));
    }

    private static string Text(MemoryStream text) => Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
}
