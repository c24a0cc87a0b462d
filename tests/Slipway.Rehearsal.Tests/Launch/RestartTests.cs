using System.Diagnostics;
using System.Text.Json.Nodes;
using Slipway.Processes;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Launch;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Tests.Engine;

namespace Slipway.Rehearsal.Tests.Launch;

/// <summary>What a real cloud with real containers does after it was killed, and what it says when it cannot start again.</summary>
public sealed class RestartTests(EngineFixture fixture) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly RehearsalLauncher _launcher = new(EngineFixture.Processes, TimeProvider.System);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-restart-");
    private readonly int _port = Cloud.FreePort();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RehearsalFolder Folder => RehearsalFolder.Of(_root.FullName);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _launcher.Stop(Folder, CancellationToken.None);
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task A_rolling_deployment_goes_on_after_a_kill_and_tasks_in_the_machines_own_engine_serve_and_log_on()
    {
        var options = new LaunchOptions(Speed: 60) { Docker = await fixture.Host(Ct) };
        var before = await _launcher.Ensure(Folder, options, _ => { }, Ct);
        using var cloud = new CloudCaller(before.Aws);
        await CreateService(cloud, "one");
        await Succeeds(cloud);
        Assert.Equal("one", await cloud.Get(_port, Ct));
        var survivors = await Tasks(cloud);

        await Register(cloud, "two", "sleep 2;");
        await cloud.Ecs("UpdateService", """{ "cluster": "c", "service": "web", "taskDefinition": "web" }""", Ct);
        await Until(async () => (await Tasks(cloud)).Count > survivors.Count);
        Kill();
        Assert.Null(await cloud.Get(_port, Ct));

        Assert.Equal(before, await _launcher.Ensure(Folder, options, _ => { }, Ct));
        Assert.Equal("IN_PROGRESS", await Newest(cloud));
        Assert.Subset(new HashSet<string>(await Tasks(cloud)), new HashSet<string>(survivors));
        var written = await Log(cloud, survivors[0]);
        await Until(async () => (await Log(cloud, survivors[0])).Count > written.Count + 3);
        var lines = await Log(cloud, survivors[0]);
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(number => $"{number}"), lines);
        await Until(async () => await cloud.Get(_port, Ct) is not null);
        await Succeeds(cloud);

        Assert.Equal("two", await cloud.Get(_port, Ct));
        await Until(async () => (await Containers(options.Docker)).Count == 2);
        Assert.Empty((await Tasks(cloud)).Intersect(survivors));
    }

    [Fact]
    public async Task A_cloud_that_brings_its_own_engine_takes_it_along_when_killed_and_replaces_the_tasks_when_started_again()
    {
        if (await MachineEngine.Find(EngineFixture.Processes, [], Ct) is { } own)
            Assert.Skip($"This machine has an engine of its own at {own.Host}, which is used then.");

        var donor = await fixture.Host(Ct);
        Directory.CreateDirectory(Folder.Engine.Unpacked);
        await Run("/bin/cp", "-a", $"{fixture.Settings.Unpacked}/.", Folder.Engine.Unpacked);
        var options = new LaunchOptions(Speed: 60);
        var lines = new List<string>();
        var first = await _launcher.Ensure(Folder, options, lines.Add, Ct);
        Assert.True(first.Docker.IsPrivate);
        Assert.Contains("Starting a private Docker Engine", lines);
        await Run("/bin/sh", "-c", $"'{donor.Cli}' -H {donor.Host} save {EngineFixture.Image} | '{donor.Cli}' -H {first.Docker.Host} load");

        using var cloud = new CloudCaller(first.Aws);
        await CreateService(cloud, "one");
        await Succeeds(cloud);
        Assert.Equal("one", await cloud.Get(_port, Ct));
        var before = await Tasks(cloud);

        Kill();
        await Until(() => Task.FromResult(!Directory.Exists(Folder.Engine.Runtime)));

        Assert.Equal(first, await _launcher.Ensure(Folder, options, _ => { }, Ct));
        await Until(async () => (await Tasks(cloud)).Except(before).Count() == 2 && await cloud.Get(_port, Ct) == "one");

        var lost = await cloud.Ecs("DescribeTasks", $$"""{ "cluster": "c", "tasks": ["{{before[0]}}"] }""", Ct);
        Assert.Equal("Essential container in task exited", (string?)lost["tasks"]![0]!["stoppedReason"]);
        await Until(async () => (await Containers(first.Docker)).Count == 2);
    }

    [Fact]
    public async Task A_cloud_of_another_build_is_replaced_and_keeps_its_address_and_state()
    {
        var docker = await fixture.Host(Ct);
        var other = Path.Combine(Folder.Binaries, "another-build");
        Directory.CreateDirectory(other);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        var running = EngineFixture.Processes.Run(
            new Command("dotnet", "exec", Path.Combine(other, CloudBinaries.Program), "--folder", Folder.Path, "--speed", "60", "--docker-host", docker.Host, "--docker-cli", docker.Cli), null, Ct);
        await Until(() => Task.FromResult(File.Exists(CloudFile.PathIn(Folder.Path))));
        using var cloud = new CloudCaller(CloudFile.Read(Folder.Path)!.AwsEndpoint);
        await cloud.Ecs("CreateCluster", """{ "clusterName": "kept" }""", Ct);

        var ours = await _launcher.Ensure(Folder, new LaunchOptions(Speed: 60) { Docker = docker }, _ => { }, Ct);

        Assert.Equal(0, (await running).ExitCode);
        Assert.Equal(CloudBinaries.ProgramIn(Folder), Assert.Single(CloudProcesses.Find(Folder)).Program);
        Assert.False(Directory.Exists(other));
        using var again = new CloudCaller(ours.Aws);
        var clusters = await again.Ecs("DescribeClusters", """{ "clusters": ["kept"] }""", Ct);
        Assert.Equal("ACTIVE", (string?)clusters["clusters"]![0]!["status"]);
    }

    [Theory]
    [InlineData("ecs", "{ \"Clusters\": [")]
    [InlineData("ecs", "{ \"Clusters\": 5 }")]
    [InlineData("elb", "{ \"LoadBalancers\": 5 }")]
    [InlineData("ecr", "[]")]
    public async Task A_state_that_cannot_be_read_is_named_with_what_to_do_and_never_overwritten(string name, string content)
    {
        var file = Path.Combine(Folder.Path, "state", $"{name}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, content, Ct);

        var error = await Assert.ThrowsAsync<DeployException>(
            async () => await _launcher.Ensure(Folder, new LaunchOptions(Speed: 60) { Docker = new DockerHost("docker", "unix:///nowhere", IsPrivate: false) }, _ => { }, Ct));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("delete it to begin anew", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(file, Ct));
        Assert.Empty(CloudProcesses.Find(Folder));
    }

    private async Task CreateService(CloudCaller cloud, string answer)
    {
        await cloud.Ecs("CreateCluster", """{ "clusterName": "c" }""", Ct);
        var balancer = await cloud.Balancing("Action=CreateLoadBalancer&Name=web&Subnets.member.1=a&Subnets.member.2=b", Ct);
        var group = await cloud.Balancing("Action=CreateTargetGroup&Name=web&Protocol=HTTP&Port=81&VpcId=v&TargetType=ip&HealthCheckIntervalSeconds=5&HealthCheckTimeoutSeconds=2&HealthyThresholdCount=2", Ct);
        await cloud.Balancing(
            $"Action=CreateListener&LoadBalancerArn={Uri.EscapeDataString(balancer)}&Protocol=HTTP&Port={_port}&DefaultActions.member.1.Type=forward&DefaultActions.member.1.TargetGroupArn={Uri.EscapeDataString(group)}", Ct);
        await Register(cloud, answer);
        await cloud.Ecs("CreateService", $$"""
            { "cluster": "c", "serviceName": "web", "taskDefinition": "web", "desiredCount": 2, "launchType": "FARGATE", "healthCheckGracePeriodSeconds": 600,
              "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["a"] } },
              "loadBalancers": [{ "targetGroupArn": "{{group}}", "containerName": "app", "containerPort": 81 }] }
            """, Ct);
    }

    private static Task Register(CloudCaller cloud, string answer, string first = "") => cloud.Ecs("RegisterTaskDefinition", $$"""
        { "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "executionRoleArn": "arn:aws:iam::000000000000:role/x",
          "containerDefinitions": [{
            "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-create-group": "true", "awslogs-group": "/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "v" } },
            "name": "app", "image": "{{EngineFixture.Image}}", "portMappings": [{ "containerPort": 81 }], "stopTimeout": 1, "entryPoint": ["/bin/sh", "-c"],
            "command": ["{{first}} (i=0; while :; do i=$((i+1)); echo $i; usleep 50000; done) & mkdir /www; echo {{answer}} > /www/index.html; exec httpd -f -h /www -p 81"], "environment": [{ "name": "PATH", "value": "/bin" }] }] }
        """, Ct);

    /// <summary>The ids of the tasks that should run.</summary>
    private static async Task<IReadOnlyList<string>> Tasks(CloudCaller cloud) =>
        [.. (await cloud.Ecs("ListTasks", """{ "cluster": "c", "serviceName": "web" }""", Ct))["taskArns"]!.AsArray().Select(arn => ((string)arn!).Split('/')[^1])];

    private static async Task<string> Newest(CloudCaller cloud) =>
        (string)(await cloud.Ecs("ListServiceDeployments", """{ "cluster": "c", "service": "web" }""", Ct))["serviceDeployments"]![0]!["status"]!;

    private static async Task<IReadOnlyList<string>> Log(CloudCaller cloud, string task) =>
        [.. (await cloud.Json("logs", "Logs_20140328.GetLogEvents", $$"""{ "logGroupName": "/web", "logStreamName": "v/app/{{task}}", "startFromHead": true }""", Ct))["events"]!
            .AsArray().Select(line => (string)line!["message"]!)];

    private static Task Succeeds(CloudCaller cloud) => Until(async () => await Newest(cloud) == "SUCCESSFUL");

    private async Task<JsonArray> Containers(DockerHost host)
    {
        using var docker = new DockerApi(host.Socket);
        var filters = new JsonObject { ["label"] = new JsonArray($"slipway.cloud={Folder.Path}") };
        return (await docker.Get($"containers/json?all=1&filters={Uri.EscapeDataString(filters.ToJsonString())}", Ct))!.AsArray();
    }

    private void Kill()
    {
        using var process = Process.GetProcessById(Assert.Single(CloudProcesses.Find(Folder)).Id);
        process.Kill();
        process.WaitForExit();
    }

    private static async Task Run(string program, params string[] arguments)
    {
        var result = await EngineFixture.Processes.Run(new Command(program, arguments), null, Ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var began = Stopwatch.GetTimestamp(); !await condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Limit, $"It did not happen within {Limit}.");
            await Task.Delay(50, Ct);
        }
    }
}
