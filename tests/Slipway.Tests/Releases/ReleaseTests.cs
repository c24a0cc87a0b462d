using System.Runtime.Versioning;
using Slipway.Images;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

/// <summary>With real git and a rehearsal cloud in this process; docker is a script.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReleaseTests : IDisposable
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);
    private readonly TemporaryFolder _repository = new();
    private readonly TemporaryFolder _outside = new();

    [Fact]
    public async Task An_image_that_cannot_be_built_leaves_every_service_untouched()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var cloud = await RehearsalCloud.Start(new RehearsalOptions(_outside.Path, _ => new NoTasks()), ct);
        var docker = _outside.Write("docker", "#!/bin/sh\necho \"$1\" >> \"$0.log\"\necho 'no space left on device' >&2\nexit 1\n", executable: true);
        await Commit(ct);
        var output = new RecordingOutput();
        var request = new ReleaseRequest(
            _repository.Path, Provisioning.ImpliedInfrastructureTests.Shop(Provisioning.ImpliedInfrastructureTests.Service("web", Route.Default)),
            DeployEnvironment.Local, cloud.AwsEndpoint, new DockerConnection(docker, "unix:///none"), Rebuild: false);
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);
        var release = new Release(request, tools, output, TimeProvider.System);

        var error = await Assert.ThrowsAsync<DeployException>(() => release.Deploy(ct));

        Assert.Contains("no space left on device", error.Message, StringComparison.Ordinal);
        Assert.Contains("build", await File.ReadAllLinesAsync($"{docker}.log", ct));
        Assert.Contains("ecr:CreateRepository", tools.Calls.Counts.Keys);
        Assert.Empty(tools.Calls.Counts.Keys.Intersect(["ecs:RegisterTaskDefinition", "ecs:CreateService", "ecs:UpdateService", "logs:CreateLogGroup"]));

        var record = release.Broken(error.Verdict);
        Assert.Equal(("Failed", 1, "shop", "local"), (record.Verdict, record.ExitCode, record.Application, record.Environment));
        Assert.Equal(tools.Calls.Counts, record.ApiCalls);
        Assert.Empty(record.Services);
    }

    public void Dispose()
    {
        _repository.Dispose();
        _outside.Dispose();
    }

    private async Task Commit(CancellationToken ct)
    {
        _repository.Write("web/Dockerfile", "FROM scratch\n");
        string[][] commands =
        [
            ["init", "--quiet"],
            ["add", "--all"],
            ["-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "Begin"],
        ];
        foreach (var command in commands)
        {
            var result = await Processes.Run(new Command("git", command) { Directory = _repository.Path }, onLine: null, ct);
            Assert.True(result.ExitCode == 0, result.Error);
        }
    }
}
