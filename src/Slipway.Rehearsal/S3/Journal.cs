using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.S3;

/// <summary>
/// A file of JSON lines to which each change of a bucket is added. A process that is killed leaves at most half a line behind,
/// of a change that nobody was told of; it is cut off.
/// </summary>
internal sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly FileStream _file;

    private Journal(FileStream file) => _file = file;

    public static Journal Create(string path, BucketChange first)
    {
        AtomicFile.Replace(path, stream => Write(stream, first));
        return new Journal(Append(path));
    }

    /// <summary>Opens a journal and tells <paramref name="apply"/> every change in it. One that is mostly history is first rewritten to <paramref name="snapshot"/>.</summary>
    /// <exception cref="DeployException">A line is no change.</exception>
    public static Journal Open(string path, Action<BucketChange> apply, Func<IEnumerable<BucketChange>> snapshot)
    {
        var (count, end) = Read(path, apply);
        var current = snapshot().ToList();
        if (count > 100 + (2 * current.Count))
        {
            AtomicFile.Replace(path, stream => current.ForEach(change => Write(stream, change)));
            return new Journal(Append(path));
        }

        var file = Append(path);
        file.SetLength(end);
        file.Position = end;
        return new Journal(file);
    }

    /// <summary>Adds a change; one that cannot be written leaves nothing of itself for the next one to follow.</summary>
    public void Append(BucketChange change)
    {
        var end = _file.Position;
        try
        {
            Write(_file, change);
        }
        catch (IOException)
        {
            _file.SetLength(end);
            _file.Position = end;
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <returns>How many changes there are, and where the last of them ends.</returns>
    private static (int Count, long End) Read(string path, Action<BucketChange> apply)
    {
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        var (count, end) = (0, 0L);
        for (; rest.IndexOf((byte)'\n') is >= 0 and var length; rest = rest[(length + 1)..])
        {
            count++;
            end += length + 1;
            apply(Parse(path, count, rest[..length]));
        }

        return (count, end);
    }

    private static BucketChange Parse(string path, int line, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<BucketChange>(json, Json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new DeployException(
                $"""
                 The rehearsal cloud's bucket {Path.GetFileNameWithoutExtension(path)} cannot be read. Nothing was changed.
                   file    {path}, line {line}
                   reason  {exception.Message}
                   try     remove that line, or delete the file to begin anew without the bucket
                 """,
                inner: exception);
        }
    }

    private static FileStream Append(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    /// <summary>In one write, so that lines are whole or torn, never mixed.</summary>
    private static void Write(Stream stream, BucketChange change)
    {
        using var line = new MemoryStream();
        JsonSerializer.Serialize(line, change, Json);
        line.WriteByte((byte)'\n');
        stream.Write(line.GetBuffer(), 0, (int)line.Length);
    }
}
