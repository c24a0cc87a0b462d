using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Engine;

/// <summary>Runs programs inside containers.</summary>
internal static class DockerExec
{
    private const byte StandardOutput = 1;

    /// <summary>Runs a shell script in a container to its end. What it writes is copied as it comes.</summary>
    /// <returns>The exit code, and what it wrote to its standard error.</returns>
    public static async Task<(int ExitCode, string Error)> Run(DockerApi docker, string container, string script, Stream output, CancellationToken ct)
    {
        var asked = await docker.Post(
            $"containers/{container}/exec", new JsonObject { ["AttachStdout"] = true, ["AttachStderr"] = true, ["Cmd"] = new JsonArray("/bin/sh", "-c", script) }, ct);
        var exec = (string)asked!["Id"]!;
        using var error = new MemoryStream();
        await using (var both = await docker.StreamOf($"exec/{exec}/start", new JsonObject { ["Detach"] = false, ["Tty"] = false }, ct))
            await Part(both, output, error, ct);

        var state = await docker.Get($"exec/{exec}/json", ct);
        return ((int?)state?["ExitCode"] ?? -1, Encoding.UTF8.GetString(error.ToArray()).Trim());
    }

    /// <summary>Frames of eight bytes of header (stream, three zeros, length in big-endian) and content.</summary>
    private static async Task Part(Stream both, Stream output, Stream error, CancellationToken ct)
    {
        var header = new byte[8];
        while (await both.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, ct) == header.Length)
        {
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))];
            await both.ReadExactlyAsync(frame, ct);
            await (header[0] == StandardOutput ? output : error).WriteAsync(frame, ct);
        }
    }
}
