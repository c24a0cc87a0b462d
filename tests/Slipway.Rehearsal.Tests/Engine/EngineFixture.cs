using Slipway.Processes;
using Slipway.Rehearsal.Engine;

[assembly: AssemblyFixture(typeof(Slipway.Rehearsal.Tests.Engine.EngineFixture))]

namespace Slipway.Rehearsal.Tests.Engine;

/// <summary>A private Docker Engine with an image that holds nothing but a static busybox; started when a test first asks for it.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private DockerEngine? _engine;

    public const string Image = "slipway-test/busybox:1";

    /// <summary>Shared by all runs, so that packages are downloaded once.</summary>
    internal static string Packages => Path.Combine(Path.GetTempPath(), "slipway-test-packages");

    public DirectoryInfo Root { get; } = Directory.CreateTempSubdirectory("slipway engine ");

    internal static SystemProcesses Processes { get; } = new(TimeProvider.System);

    internal EngineSettings Settings => EngineSettings.For(Path.Combine(Root.FullName, "docker"), Packages);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<DockerHost> Host(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_engine is null)
            {
                _engine = await DockerEngine.Ensure(Settings, Machine.This(), Processes, TimeProvider.System, useMachines: false, _ => { }, ct);
                await Import(_engine.Host, ct);
            }

            return _engine.Host;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task Import(DockerHost host, CancellationToken ct)
    {
        var folder = Path.Combine(Root.FullName, "image");
        await new DebianPackages(Processes, Packages).Unpack(["busybox-static"], folder, _ => { }, ct);
        Directory.CreateDirectory(Path.Combine(folder, "tmp"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), "FROM scratch\nCOPY bin/busybox /bin/busybox\nRUN [\"/bin/busybox\", \"--install\", \"/bin\"]\nRUN echo built > /built\n", ct);
        var built = await Processes.Run(
            new Command(host.Cli, ["build", .. host.BuildArguments, "--tag", Image, folder]) { Environment = host.BuildEnvironment }, null, ct);
        Assert.True(built.ExitCode == 0, built.Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();

        Root.Delete(recursive: true);
        _gate.Dispose();
    }
}
