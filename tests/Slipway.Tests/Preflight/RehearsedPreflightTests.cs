using System.Runtime.Versioning;
using Slipway.Images;
using Slipway.Preflight;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Tests.Images;
using Slipway.Tests.Provisioning;

namespace Slipway.Tests.Preflight;

/// <summary>A whole release up to its preflight, with real git and a rehearsal cloud in this process; docker is a script that must not be asked to build.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedPreflightTests : IDisposable
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);
    private readonly TemporaryFolder _repository = new();
    private readonly TemporaryFolder _outside = new();

    [Fact]
    public async Task An_alarm_that_does_not_exist_refuses_the_release_before_anything_is_built()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var cloud = await RehearsalCloud.Start(new RehearsalOptions(_outside.Path, _ => new NoTasks()), ct);
        var docker = _outside.Write("docker", "#!/bin/sh\necho \"$1\" >> \"$0.log\"\nexit 1\n", executable: true);
        await Commit(ct);
        var output = new RecordingOutput();
        var application = ImpliedInfrastructureTests.Shop(ImpliedInfrastructureTests.Service("web", Route.Default) with { Rollout = Rollout.Rolling.Watching("shop-5xx") });
        var request = new ReleaseRequest(
            _repository.Path, application, DeployEnvironment.Local, cloud.AwsEndpoint, new DockerConnection(docker, "unix:///none"), Rebuild: false);
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);

        var error = await Assert.ThrowsAsync<DeployException>(() => new Release(request, tools, output, TimeProvider.System).Deploy(ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains("there is no alarm shop-5xx in account 000000000000, region us-east-1", error.Message, StringComparison.Ordinal);
        Assert.Empty(tools.Calls.Counts.Keys.Intersect(["ecr:CreateRepository", "ecs:RegisterTaskDefinition", "ecs:CreateService", "logs:CreateLogGroup"]));
        Assert.DoesNotContain("build", File.Exists($"{docker}.log") ? await File.ReadAllLinesAsync($"{docker}.log", ct) : []);
        Assert.Null(await tools.Store.Lock.Holder(ct));

        await new Release(request, tools, output, TimeProvider.System).Preview(ct);
        Assert.Contains("there is no alarm shop-5xx", output.Events.OfType<PreflightReport>().Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gates_can_be_tried_where_nothing_was_deployed_yet_and_that_is_said()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var cloud = await RehearsalCloud.Start(new RehearsalOptions(_outside.Path, _ => new NoTasks()), ct);
        var application = ImpliedInfrastructureTests.Shop(ImpliedInfrastructureTests.Service("web", Route.Default) with { Rollout = Rollout.BlueGreen.While(Gate.HealthyHosts.AtLeast(1)) });
        var request = new ReleaseRequest(_repository.Path, application, DeployEnvironment.Local, cloud.AwsEndpoint, new DockerConnection(), Rebuild: false) { Tempo = new Tempo(60) };
        var output = new RecordingOutput();
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);

        var error = await Assert.ThrowsAsync<DeployException>(() => tools.Existing(ct));
        Assert.StartsWith("Nothing of the application is in the rehearsal yet.", error.Message, StringComparison.Ordinal);

        var infrastructure = await tools.Rehearsal!.Ensure(application, DeployEnvironment.Local, ct);
        var before = tools.Calls.Mutating;
        Assert.Equal(Verdict.Failed, await tools.Gates.Try(application, DeployEnvironment.Local, await tools.Existing(ct), ct));
        Assert.Contains("0 of 0 targets are healthy, at least 1", output.Events[^1].Text, StringComparison.Ordinal);
        Assert.Equal(infrastructure.Traffic["web"].Rule, (await tools.Existing(ct)).Traffic["web"].Rule);
        Assert.Equal(before, tools.Calls.Mutating);
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
