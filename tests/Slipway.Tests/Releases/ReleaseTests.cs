using System.Runtime.Versioning;
using Slipway.Approvals;
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

    [Fact]
    public async Task A_plan_that_nobody_approved_is_refused_before_the_lock_is_taken_or_anything_is_built()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var cloud = await RehearsalCloud.Start(new RehearsalOptions(_outside.Path, _ => new NoTasks()), ct);
        await Commit(ct);
        var output = new RecordingOutput();
        var request = new ReleaseRequest(
            _repository.Path, Provisioning.ImpliedInfrastructureTests.Shop(Provisioning.ImpliedInfrastructureTests.Service("web", Route.Default)),
            DeployEnvironment.Local with { Approval = Approval.Required }, cloud.AwsEndpoint, new DockerConnection("no-docker", "unix:///none"), Rebuild: false);
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);

        var error = await Assert.ThrowsAsync<DeployException>(() => new Release(request, tools, output, TimeProvider.System).Deploy(ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("local asks for an approval, and nobody approved plan ", error.Message, StringComparison.Ordinal);
        Assert.Null(await tools.Store.Bucket.Get(DeployLock.Key, ct));
        Assert.Empty(await tools.Store.Bucket.List("", ct));
        Assert.DoesNotContain("ecr:CreateRepository", tools.Calls.Counts.Keys);
    }

    [Fact]
    public async Task Approving_shows_the_plan_refuses_another_one_and_writes_down_who()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var cloud = await RehearsalCloud.Start(new RehearsalOptions(_outside.Path, _ => new NoTasks()), ct);
        await Commit(ct);
        var output = new RecordingOutput();
        var request = new ReleaseRequest(
            _repository.Path, Provisioning.ImpliedInfrastructureTests.Shop(Provisioning.ImpliedInfrastructureTests.Service("web", Route.Default)),
            DeployEnvironment.Local with { Approval = Approval.Required }, cloud.AwsEndpoint, new DockerConnection("no-docker", "unix:///none"), Rebuild: false);
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);
        var release = new Release(request, tools, output, TimeProvider.System);
        await Assert.ThrowsAsync<DeployException>(() => release.Deploy(ct));

        await release.Preview(ct);
        var shown = output.Events.OfType<PlanShown>().Last().Plan;
        var hash = shown.Split("\nplan ")[1];
        var wrong = await Assert.ThrowsAsync<DeployException>(() => release.Approve("00000000", ct));
        await release.Approve(hash[..8], ct);

        Assert.Equal(Verdict.Refused, wrong.Verdict);
        Assert.EndsWith($"and approve with --plan {hash}", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(3, output.Events.OfType<PlanShown>().Count());
        var given = Assert.IsType<ApprovalGiven>(output.Events[^1]);
        Assert.Equal(("arn:aws:iam::000000000000:root", "local"), (given.Who, given.Environment));
        Assert.Equal([$"approvals/{given.Plan}/000000000000.json"], await tools.Store.Bucket.List("", ct));
        Assert.StartsWith(hash, given.Plan, StringComparison.Ordinal);

        var own = await Assert.ThrowsAsync<DeployException>(() => release.Deploy(ct));
        Assert.Contains("record        arn:aws:iam::000000000000:root approved it, and is who deploys\n", own.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _repository.Dispose();
        _outside.Dispose();
    }

    private async Task Commit(CancellationToken ct)
    {
        _repository.Write("web/Dockerfile", "FROM scratch\n");
        _repository.Write(".gitignore", ".nuke/temp/\n");
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
