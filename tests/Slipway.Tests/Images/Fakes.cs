using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Slipway.Images;
using Slipway.Output;
using Slipway.Processes;

namespace Slipway.Tests.Images;

/// <summary>What was done to the outside, in order.</summary>
internal sealed class CallLog
{
    private readonly ConcurrentQueue<string> _calls = new();

    public IReadOnlyList<string> Calls => [.. _calls];

    public void Add(string call) => _calls.Enqueue(call);

    public IReadOnlyList<string> Take()
    {
        var taken = Calls;
        _calls.Clear();
        return taken;
    }
}

/// <summary>A registry with immutable tags in memory. Digests are made from what was pushed.</summary>
internal sealed class FakeRegistry(CallLog log) : IImageRegistry
{
    public const string Host = "registry.test:5000";

    public ConcurrentDictionary<string, ImageRepository> Repositories { get; } = new();
    public ConcurrentDictionary<string, string> Policies { get; } = new();
    public ConcurrentDictionary<(string Repository, string Tag), string> Tags { get; } = new();

    public int MostTags { get; set; } = 1000;

    /// <summary>Runs before a tag is added: what another run does at that moment.</summary>
    public Action<string, string> BeforeAddTag { get; set; } = (_, _) => { };

    public Task<IReadOnlyList<ImageRepository>> Describe(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        log.Add($"describe {string.Join(' ', names)}");
        return Task.FromResult<IReadOnlyList<ImageRepository>>([.. names.Where(Repositories.ContainsKey).Select(name => Repositories[name])]);
    }

    public Task<IReadOnlyList<RegistryImage>> Find(string repository, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        log.Add($"find {repository} {ids.First()[..Math.Min(18, ids.First().Length)]}{(ids.Count > 1 ? $" +{ids.Count - 1}" : "")}");
        return Task.FromResult<IReadOnlyList<RegistryImage>>(
        [
            .. ids.Where(id => Tags.ContainsKey((repository, id))).Select(id => Image(id, Tags[(repository, id)])),
            .. ids.Where(id => Tags.Any(tag => tag.Key.Repository == repository && tag.Value == id)).Select(id => Image(null, id)),
        ]);
    }

    public Task<string?> LifecyclePolicy(string repository, CancellationToken ct)
    {
        log.Add($"policy {repository}");
        return Task.FromResult(Policies.GetValueOrDefault(repository));
    }

    public Task<ImageRepository> Create(string repository, CancellationToken ct)
    {
        log.Add($"CREATE {repository}");
        return Task.FromResult(Repositories[repository] = new ImageRepository(repository, $"{Host}/{repository}", Immutable: true, ScansOnPush: true));
    }

    public Task MakeImmutable(string repository, CancellationToken ct) => Done($"IMMUTABLE {repository}");

    public Task ScanOnPush(string repository, CancellationToken ct) => Done($"SCAN {repository}");

    public Task PutLifecyclePolicy(string repository, string policy, CancellationToken ct)
    {
        Policies[repository] = policy;
        return Done($"POLICY {repository}");
    }

    public Task<TagResult> AddTag(string repository, string tag, RegistryImage image, CancellationToken ct)
    {
        log.Add($"TAG {repository} {tag[..Math.Min(18, tag.Length)]} {image.Digest}");
        BeforeAddTag(repository, tag);
        return Task.FromResult(
            Tags.ContainsKey((repository, tag)) ? TagResult.Taken
            : Tags.Count(other => other.Key.Repository == repository && other.Value == image.Digest) >= MostTags ? TagResult.Full
            : Tags.TryAdd((repository, tag), image.Digest) ? TagResult.Added : TagResult.Taken);
    }

    public Task<RegistryCredentials> Credentials(string registry, CancellationToken ct)
    {
        log.Add($"credentials {registry}");
        return Task.FromResult(new RegistryCredentials(registry, "AWS", new Password("s3cret")));
    }

    private static RegistryImage Image(string? tag, string digest) => new(tag, digest, $"manifest of {digest}", "application/vnd.oci.image.manifest.v1+json");

    private Task Done(string call)
    {
        log.Add(call);
        return Task.CompletedTask;
    }
}

/// <summary>A Docker whose every build makes a new image, and whose pushes go to <paramref name="registry"/>.</summary>
internal sealed class FakeDocker(CallLog log, FakeRegistry registry) : IDocker
{
    private int _built;

    public string Platform { get; set; } = "linux/amd64";
    public Dictionary<string, LocalImage> Local { get; } = [];
    public Dictionary<string, string> Remote { get; } = [];
    public ConcurrentQueue<ImageBuild> Builds { get; } = new();

    /// <summary>Runs before a push: what another run does at that moment. Gives Docker's complaint, or null.</summary>
    public Func<string, string, string?> BeforePush { get; set; } = (_, _) => null;

    private readonly ConcurrentDictionary<string, string> _images = new();

    public Task Build(ImageBuild build, DockerConfig config, Action<string> onLine, CancellationToken ct)
    {
        Assert.True(File.Exists(Path.Combine(config.Folder, "config.json")));
        Builds.Enqueue(build);
        log.Add($"BUILD {build.Image.Context} {build.Tags.Count} tag(s)");
        var digest = $"sha256:built{Interlocked.Increment(ref _built)}";
        foreach (var tag in build.Tags)
            _images[tag] = digest;
        onLine("Step 1/1 : FROM scratch");
        return Task.CompletedTask;
    }

    public Task<LocalImage?> Find(string image, CancellationToken ct) => Task.FromResult(
        _images.TryGetValue(image, out var id) ? new LocalImage(id, Platform, OnlyHere: true) : Local.GetValueOrDefault(image));

    public Task<string?> RemoteIdentity(string image, CancellationToken ct)
    {
        log.Add($"manifest {image}");
        return Task.FromResult(Remote.GetValueOrDefault(image));
    }

    public Task<string?> Push(string image, DockerConfig config, Action<string> onLine, CancellationToken ct)
    {
        var (repository, tag) = image[(FakeRegistry.Host.Length + 1)..].Split(':') is [var left, var right] ? (left, right) : throw new ArgumentException(image);
        log.Add($"PUSH {repository} {tag[..18]}");
        if (BeforePush(repository, tag) is { } refusal)
            return Task.FromResult<string?>(refusal);
        return Task.FromResult(registry.Tags.TryAdd((repository, tag), _images[image]) ? null : "tag is immutable");
    }
}

/// <summary>Keeps the events of a run.</summary>
internal sealed class RecordingOutput : IOutput
{
    private readonly ConcurrentQueue<OutputEvent> _events = new();

    public IReadOnlyList<OutputEvent> Events => [.. _events];

    public void Emit(OutputEvent happened) => _events.Enqueue(happened);
}

/// <summary>Answers commands from a list and keeps what was run.</summary>
internal sealed class FakeProcesses(params IReadOnlyList<(string Begins, CommandResult Result)> answers) : IProcesses
{
    public List<Command> Commands { get; } = [];

    public Task<CommandResult> Run(Command command, Action<string>? onLine, CancellationToken ct)
    {
        lock (Commands)
            Commands.Add(command);
        return Task.FromResult(answers.First(answer => command.ToString().StartsWith(answer.Begins, StringComparison.Ordinal)).Result);
    }
}

/// <summary>A folder that is removed after the test.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-test-");

    public string Path => _folder.FullName;

    public string Write(string path, string text = "", bool executable = false)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        if (executable)
            File.SetUnixFileMode(full, File.GetUnixFileMode(full) | UnixFileMode.UserExecute);
        return full;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
