using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Slipway.Aws;
using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

/// <summary>
/// An application of many services, deployed to a rehearsal cloud in this process. Each has a repository, a log group and a secret of its own, every tenth a route; none
/// has tasks. Three have a build context of their own, the others share one.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Fleet : IAsyncDisposable
{
    private const int Own = 3;

    private static readonly SystemProcesses Processes = new(TimeProvider.System);
    private readonly TemporaryFolder _repository = new();
    private readonly TemporaryFolder _cloudFolder = new();
    private readonly ScriptedTasks _tasks = new();
    private RehearsalCloud _cloud = null!;

    private Fleet(int services) => Application = new("fleet")
    {
        Environments = [DeployEnvironment.Local],
        Services = [.. Enumerable.Range(0, services).Select(Service)],
    };

    /// <summary>What the next run is of.</summary>
    public Application Application { get; set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A fleet whose services were all deployed by one release.</summary>
    public static async Task<Fleet> Deployed(int services)
    {
        var fleet = await Start(services);
        await fleet.Commit();
        await fleet.Push();
        var (record, _) = await fleet.Deploy();
        Assert.Equal("Deployed", record.Verdict);
        return fleet;
    }

    /// <summary>The calls of what an environment of AWS passes before anything is changed, with this infrastructure written down.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CheckInfrastructure()
    {
        using var tools = Tools(new RecordingOutput());
        var made = await tools.Rehearsal!.Find(Application, DeployEnvironment.Local, Ct);
        var environment = DeployEnvironment.Local with { Infrastructure = made };
        using var session = new AwsSession(DeployEnvironment.Local, _cloud.AwsEndpoint);
        await session.CheckCaller(Ct);
        await AwsInfrastructure.Gate(session, environment, Processes, _repository.Path, new RecordingOutput()).Demand(Application, environment, Ct);
        return session.Calls.Counts;
    }

    /// <summary>What Preview shows, and the calls that it makes.</summary>
    public async Task<(string Text, IReadOnlyDictionary<string, int> Calls)> Preview()
    {
        var output = new RecordingOutput();
        using var tools = Tools(output);
        await new Release(Request, tools, output, TimeProvider.System).Preview(Ct);
        return (Assert.Single(output.Events.OfType<PlanShown>()).Plan, tools.Calls.Counts);
    }

    public async Task<(ReleaseRecord Record, int Mutating)> Deploy()
    {
        var output = new RecordingOutput();
        using var tools = Tools(output);
        return (await new Release(Request, tools, output, TimeProvider.System).Deploy(Ct), tools.Calls.Mutating);
    }

    /// <summary>A memory size for the first services.</summary>
    public void Resize(int services, int memoryMiB) => Application = Application with
    {
        Services = [.. Application.Services.Select((service, index) => index < services ? service with { Size = FargateSize.Of(256, memoryMiB) } : service)],
    };

    /// <summary>Other files in the contexts that services have to themselves.</summary>
    public void Edit(int services)
    {
        for (var index = 0; index < services; index++)
            _repository.Write($"own{index}/version.txt", "two");
    }

    public async Task Commit()
    {
        string[][] commands = [["add", "--all"], ["-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "--message", "Next"]];
        foreach (var command in commands)
            await Git(command);
    }

    /// <summary>What the ledger calls live cannot be read any more.</summary>
    public async Task LoseLedger()
    {
        using var tools = Tools(new RecordingOutput());
        Assert.NotNull(await tools.Store.Bucket.Put(Ledger.CurrentKey, "?"u8.ToArray(), new PutCondition.Always(), Ct));
    }

    /// <summary>Somebody else registers a revision and gives it to a service.</summary>
    public async Task Meddle(string service)
    {
        using var tools = Tools(new RecordingOutput());
        var definition = (await tools.Back.Ecs.TaskDefinition($"fleet-local-{service}", Ct))!;
        definition["memory"] = "2048";
        var arn = await tools.Back.Ecs.Register(definition, Ct);
        await tools.Back.Ecs.Update("fleet", $"fleet-{service}", new Slipway.Services.ServiceChange { TaskDefinition = arn }, Ct);
        while ((await tools.Back.Ecs.Services("fleet", [$"fleet-{service}"], Ct))[0] is var seen && (seen.TaskDefinition != arn || seen.Proven != arn))
            await Task.Delay(50, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _tasks.LetGo();
        await _cloud.DisposeAsync();
        _repository.Dispose();
        _cloudFolder.Dispose();
    }

    private static async Task<Fleet> Start(int services)
    {
        var fleet = new Fleet(services);
        fleet._cloud = await RehearsalCloud.Start(new RehearsalOptions(fleet._cloudFolder.Path, _ => fleet._tasks) { Speed = 60 }, Ct);
        foreach (var context in Enumerable.Range(0, Own).Select(index => $"own{index}").Append("common"))
            fleet._repository.Write($"{context}/Dockerfile", "FROM scratch\nCOPY . /\n");

        fleet._repository.Write(".gitignore", ".nuke/temp/\n");
        await fleet.Git(["init", "--quiet"]);
        return fleet;
    }

    private static EcsService Service(int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"s{index:D3}");
        var service = new EcsService(name)
        {
            Image = new(index < Own ? $"own{index}" : "common"),
            Size = FargateSize.Of(256, 512),
            DesiredCount = 0,
            Secrets = { ["KEY"] = Secret.Named($"fleet/{name}") },
        };
        return index % 10 == 0 ? service with { Port = 8080, Health = new("/health"), Route = Route.Path($"/{name}/*") } : service;
    }

    private ReleaseRequest Request => new(
        _repository.Path, Application, DeployEnvironment.Local, _cloud.AwsEndpoint, new DockerConnection("docker-is-not-needed", "unix:///none"), Rebuild: false)
    { Tempo = new Tempo(20) };

    private ReleaseTools Tools(RecordingOutput output) => new(Request, Processes, output, TimeProvider.System);

    /// <summary>Pushes what a deploy would build, to where it would look for it.</summary>
    private async Task Push()
    {
        using var tools = Tools(new RecordingOutput());
        var plan = await tools.Images.Plan(ImageSource.Of(Application), new string('0', 40), rebuild: false, new Dictionary<(string Service, string Container), LiveImage>(), shared: false, Ct);
        await Parallel.ForEachAsync(plan.Steps, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (step, ct) =>
        {
            var repository = await tools.Back.Registry.Create(step.Source.Repository, ct);
            using var connection = new RegistryConnection(await tools.Back.Registry.Credentials(repository.Registry, ct));
            await connection.WriteBlob(repository.Name, Digest("{}"u8), () => new MemoryStream("{}"u8.ToArray()), ct);
            await connection.WriteManifest(repository.Name, step.InputTag, Manifest, "application/vnd.oci.image.manifest.v1+json", ct);
        });
    }

    private static byte[] Manifest => Encoding.UTF8.GetBytes(
        $$"""
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{Digest("{}"u8)}}","size":2},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{Digest("{}"u8)}}","size":2}]}
        """);

    private static string Digest(ReadOnlySpan<byte> content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private async Task Git(IReadOnlyList<string> arguments)
    {
        var result = await Processes.Run(new Command("git", arguments) { Directory = _repository.Path }, onLine: null, Ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
