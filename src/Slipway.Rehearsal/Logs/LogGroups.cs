using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Logs;

/// <summary>
/// All log groups and their streams. A group's name exists once, whatever the account: a task's log driver knows no other.
/// </summary>
internal sealed class LogGroups : ILogStreams
{
    private const string Document = "logs";
    private const int MaxStreams = 100;
    private readonly IStateStore _state;
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Group, string Stream), LogStream> _streams = [];
    private ImmutableSortedDictionary<string, LogGroup> _groups;

    /// <param name="folder">Where the streams' files are.</param>
    /// <exception cref="DeployException">The saved state cannot be read.</exception>
    public LogGroups(IStateStore state, string folder, TimeProvider clock)
    {
        (_state, _folder, _clock) = (state, folder, clock);
        _groups = state.Load<Saved>(Document)?.Groups ?? ImmutableSortedDictionary.Create<string, LogGroup>(StringComparer.Ordinal);
        Directory.CreateDirectory(folder);
        foreach (var stream in Directory.EnumerateFiles(folder, "*.jsonl").Select(LogStream.Load).OfType<LogStream>())
            _streams[(stream.Group, stream.Name)] = stream;
    }

    /// <inheritdoc/>
    public bool GroupExists(string group) => Find(group) is not null;

    /// <inheritdoc/>
    public void EnsureGroup(string group)
    {
        lock (_gate)
        {
            if (!_groups.ContainsKey(group))
                Save(_groups.Add(group, new LogGroup(group, _clock.GetUtcNow().ToUnixTimeMilliseconds(), null)));
        }
    }

    /// <inheritdoc/>
    public void Append(string group, string stream, DateTimeOffset at, string message) =>
        EnsureStream(group, stream)?.Append(at.ToUnixTimeMilliseconds(), _clock.GetUtcNow().ToUnixTimeMilliseconds(), message);

    /// <inheritdoc/>
    public DateTimeOffset? Last(string group, string stream)
    {
        lock (_gate)
        {
            return _streams.TryGetValue((group, stream), out var known) && known.Events() is [.., var last]
                ? DateTimeOffset.FromUnixTimeMilliseconds(last.At)
                : null;
        }
    }

    public LogGroup? Find(string name)
    {
        lock (_gate)
            return _groups.GetValueOrDefault(name);
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<LogGroup> All()
    {
        lock (_gate)
            return [.. _groups.Values];
    }

    /// <exception cref="AwsError">ResourceAlreadyExistsException.</exception>
    public void Create(string name)
    {
        lock (_gate)
        {
            if (_groups.ContainsKey(name))
                throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");

            EnsureGroup(name);
        }
    }

    public void Keep(LogGroup group)
    {
        lock (_gate)
            Save(_groups.SetItem(group.Name, group));
    }

    public void Remove(string name)
    {
        lock (_gate)
        {
            Save(_groups.Remove(name));
            foreach (var stream in Streams(name))
                Forget(stream);
        }
    }

    /// <summary>The stream, made when it is not there; null: there is no such group.</summary>
    public LogStream? EnsureStream(string group, string name)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue((group, name), out var known))
                return known;

            if (!_groups.ContainsKey(group))
                return null;

            var streams = Streams(group);
            if (streams.Count >= MaxStreams)
                Forget(streams[0]);

            return _streams[(group, name)] = LogStream.Create(PathOf(group, name), group, name, _clock.GetUtcNow().ToUnixTimeMilliseconds());
        }
    }

    public LogStream? Stream(string group, string name)
    {
        lock (_gate)
            return _streams.GetValueOrDefault((group, name));
    }

    /// <summary>The streams of a group, oldest first.</summary>
    public IReadOnlyList<LogStream> Streams(string group)
    {
        lock (_gate)
            return [.. _streams.Values.Where(stream => stream.Group == group).OrderBy(stream => stream.CreatedAt).ThenBy(stream => stream.Name, StringComparer.Ordinal)];
    }

    /// <summary>What of a stream is not older than its group's retention.</summary>
    public IEnumerable<LogEvent> Events(LogGroup group, LogStream stream)
    {
        var oldest = group.RetentionInDays is { } days ? _clock.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds() : 0;
        return stream.Events().Where(each => each.At >= oldest);
    }

    private void Forget(LogStream stream)
    {
        _streams.Remove((stream.Group, stream.Name));
        File.Delete(PathOf(stream.Group, stream.Name));
    }

    private string PathOf(string group, string stream) =>
        Path.Combine(_folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{group}:{stream}")))}.jsonl");

    private void Save(ImmutableSortedDictionary<string, LogGroup> groups)
    {
        _state.Save(Document, new Saved(groups));
        _groups = groups;
    }

    private sealed record Saved(ImmutableSortedDictionary<string, LogGroup> Groups);
}

/// <param name="RetentionInDays">Null: for ever.</param>
internal sealed record LogGroup(string Name, long CreatedAt, int? RetentionInDays);
