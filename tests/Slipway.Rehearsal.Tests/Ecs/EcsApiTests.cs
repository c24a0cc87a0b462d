using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

public sealed class EcsApiTests : IDisposable
{
    private readonly EcsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("256", "512", true)]
    [InlineData(".25 vCPU", "2 GB", true)]
    [InlineData("256", "4096", false)]
    [InlineData("8192", "17408", false)]
    [InlineData("8192", "20480", true)]
    [InlineData("300", "512", false)]
    public void Fargate_offers_only_some_sizes(string cpu, string memory, bool offered)
    {
        var input = $$"""
            { "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "{{cpu}}", "memory": "{{memory}}",
              "containerDefinitions": [{ "name": "app", "image": "app:1" }] }
            """;

        if (offered)
            Assert.Equal(1, _bench.Call("RegisterTaskDefinition", input)["taskDefinition"]!["revision"]!.GetValue<int>());
        else
            Assert.Equal("ClientException", _bench.Refused("RegisterTaskDefinition", input).Code);
    }

    [Theory]
    [InlineData("""{ "family": "web", "cpu": 256, "containerDefinitions": [{ "name": "app", "image": "app:1", "memory": 64 }] }""", "SerializationException")]
    [InlineData("""{ "family": "web", "containerDefinitions": { "name": "app" } }""", "SerializationException")]
    [InlineData("""{ "family": "web", "containerDefinitions": [{ "name": "app", "image": "app:1", "essential": "true" }] }""", "SerializationException")]
    [InlineData("""{ "family": "we b", "containerDefinitions": [{ "name": "app", "image": "app:1", "memory": 64 }] }""", "ClientException")]
    [InlineData("""{ "family": "web", "containerDefinitions": [{ "name": "app", "image": "app:1", "memory": 64, "essential": false }] }""", "ClientException")]
    [InlineData("""{ "family": "web", "containerDefinitions": [] }""", "ClientException")]
    [InlineData("""{ "family": "web" }""", "ClientException")]
    public void An_invalid_task_definition_is_refused(string input, string code)
    {
        Assert.Equal(code, _bench.Refused("RegisterTaskDefinition", input).Code);
        Assert.Empty(_bench.Call("ListTaskDefinitions", "{}")["taskDefinitionArns"]!.AsArray());
    }

    [Fact]
    public void A_task_definition_comes_back_as_it_was_with_members_that_nobody_knows_yet()
    {
        _bench.Register("app:1", """, "fromTheFuture": { "depth": [1, 2] }, "environment": [{ "name": "A", "value": "1" }]""");
        _bench.Register("app:2");

        var first = _bench.Call("DescribeTaskDefinition", """{ "taskDefinition": "web:1" }""")["taskDefinition"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "depth": [1, 2] }"""), first["containerDefinitions"]![0]!["fromTheFuture"]));
        Assert.Equal("app:2", _bench.Call("DescribeTaskDefinition", """{ "taskDefinition": "web" }""")["taskDefinition"]!["containerDefinitions"]![0]!["image"]!.GetValue<string>());

        _bench.Call("DeregisterTaskDefinition", """{ "taskDefinition": "web:2" }""");
        Assert.Equal(1, _bench.Call("DescribeTaskDefinition", """{ "taskDefinition": "web" }""")["taskDefinition"]!["revision"]!.GetValue<int>());
        Assert.Equal("ClientException", _bench.Refused("DescribeTaskDefinition", """{ "taskDefinition": "web:9" }""").Code);
    }

    [Fact]
    public void A_target_group_without_a_load_balancer_is_refused()
    {
        _bench.Groups.InUse = false;

        var error = Assert.Throws<AwsError>(() => _bench.CreateService());

        Assert.Equal("InvalidParameterException", error.Code);
        Assert.EndsWith("does not have an associated load balancer.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Call("ListServices", """{ "cluster": "prod" }""")["serviceArns"]!.AsArray());
    }

    [Fact]
    public void The_same_creation_again_changes_nothing_and_another_is_refused()
    {
        _bench.CreateService();
        _bench.Call("DeregisterTaskDefinition", """{ "taskDefinition": "web:1" }""");
        var refused = Assert.Throws<AwsError>(() => _bench.CreateService(desired: 3));

        Assert.Equal("Creation of service was not idempotent.", refused.Message);
        _bench.CreateService();
        Assert.Single(_bench.History());
    }

    [Fact]
    public void What_is_not_there_is_told_in_ECS_own_codes()
    {
        Assert.Equal("ClusterNotFoundException", _bench.Refused("DescribeServices", """{ "cluster": "nowhere", "services": ["web"] }""").Code);
        _bench.Call("CreateCluster", """{ "clusterName": "prod" }""");
        Assert.Equal("ServiceNotFoundException", _bench.Refused("UpdateService", """{ "cluster": "prod", "service": "web" }""").Code);
        Assert.Equal("ServiceDeploymentNotFoundException", _bench.Refused("StopServiceDeployment", """{ "serviceDeploymentArn": "arn:aws:ecs:us-east-1:000000000000:service-deployment/prod/web/x" }""").Code);
        Assert.Equal("MISSING", _bench.Call("DescribeServices", """{ "cluster": "prod", "services": ["web"] }""")["failures"]![0]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public void A_service_is_deleted_once_its_tasks_are_gone()
    {
        _bench.CreateService();
        _bench.Live(8);
        Assert.Equal("InvalidParameterException", _bench.Refused("DeleteService", """{ "cluster": "prod", "service": "web" }""").Code);

        _bench.Call("DeleteService", """{ "cluster": "prod", "service": "web", "force": true }""");
        Assert.Equal("DRAINING", _bench.Service()["status"]!.GetValue<string>());
        _bench.Live(40);

        Assert.Equal("INACTIVE", _bench.Service()["status"]!.GetValue<string>());
        Assert.Empty(_bench.Tasks.Running);
        Assert.Equal("ServiceNotActiveException", _bench.Refused("UpdateService", """{ "cluster": "prod", "service": "web", "desiredCount": 1 }""").Code);
    }

    [Fact]
    public void Output_goes_to_the_stream_of_prefix_container_and_task_and_secrets_into_the_environment()
    {
        _bench.Logs.Groups.Add("/web");
        _bench.Tasks.Image("app:1", new Script { Log = ["listening"] });
        _bench.CreateService(image: "app:0", desired: 0);
        _bench.Call("RegisterTaskDefinition", Logging("/web", "arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf"));
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "taskDefinition": "web", "desiredCount": 1 }""");
        _bench.Live(8);

        var task = Assert.Single(_bench.Tasks.Running);
        Assert.Equal([$"/web run/app/{task.TaskId} listening"], _bench.Logs.Lines);
        Assert.Equal("s3cret", task.Containers[0].Environment["DATABASE_URL"]);
    }

    [Theory]
    [InlineData("/missing", "arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf", "The specified log group does not exist.")]
    [InlineData("/web", "arn:aws:secretsmanager:us-east-1:000000000000:secret:gone-AbCdEf", "unable to retrieve secret from asm")]
    public void What_Fargate_cannot_prepare_is_a_ResourceInitializationError(string group, string secret, string reason)
    {
        _bench.Logs.Groups.Add("/web");
        _bench.CreateService(image: "app:0", desired: 0);
        _bench.Call("RegisterTaskDefinition", Logging(group, secret));
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "taskDefinition": "web", "desiredCount": 1 }""");
        _bench.Live(8);

        var stopped = _bench.TasksWith("STOPPED")[0]["stoppedReason"]!.GetValue<string>();
        Assert.StartsWith("ResourceInitializationError: ", stopped, StringComparison.Ordinal);
        Assert.Contains(reason, stopped, StringComparison.Ordinal);
        Assert.Empty(_bench.Tasks.Calls);
    }

    [Fact]
    public void A_one_off_task_runs_with_its_overrides_and_tells_its_exit_code()
    {
        _bench.Tasks.Image("migrate:1", new Script { EndsAfter = TimeSpan.FromSeconds(3), ExitCode = 7 });
        _bench.Call("CreateCluster", """{ "clusterName": "prod" }""");
        _bench.Register("migrate:1", family: "migrate");
        const string Request = """
            { "cluster": "prod", "taskDefinition": "migrate", "startedBy": "slipway", "clientToken": "once",
              "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1"] } },
              "overrides": { "containerOverrides": [{ "name": "app", "command": ["up"], "environment": [{ "name": "MODE", "value": "all" }] }] } }
            """;
        _bench.Call("RunTask", Request);
        _bench.Call("RunTask", Request);
        _bench.Live(3);

        var running = Assert.Single(_bench.Tasks.Running).Containers[0];
        Assert.Equal(["up"], running.Command);
        Assert.Equal("all", running.Environment["MODE"]);

        _bench.Live(10);
        var task = Assert.Single(_bench.TasksWith("STOPPED"));
        Assert.Equal(("STOPPED", 7), (task["lastStatus"]!.GetValue<string>(), task["containers"]![0]!["exitCode"]!.GetValue<int>()));

        _bench.Live(0.5);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        _bench.Live(0.5);
        Assert.Empty(_bench.TasksWith("STOPPED"));
    }

    [Fact]
    public void What_a_definition_says_of_a_container_reaches_it_with_AWS_own_defaults()
    {
        _bench.CreateService(desired: 0);
        _bench.Register("app:2", """
            , "user": "1000:1000", "workingDirectory": "/srv", "readonlyRootFilesystem": true, "stopTimeout": 7,
              "healthCheck": { "command": ["CMD-SHELL", "true"], "retries": 2 }
            """);
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "taskDefinition": "web", "desiredCount": 1 }""");
        _bench.Live(8);

        var container = Assert.Single(_bench.Tasks.Running).Containers[0];
        Assert.Equal(("1000:1000", "/srv", true, TimeSpan.FromSeconds(7)), (container.User, container.WorkingDirectory, container.ReadOnlyRoot, container.StopTimeout));
        var check = container.Check!;
        Assert.Equal(["CMD-SHELL", "true"], check.Command);
        Assert.Equal((30, 5, 2, 0), (check.Interval.TotalSeconds, check.Timeout.TotalSeconds, check.Retries, check.StartPeriod.TotalSeconds));
    }

    [Theory]
    [InlineData("""{ "command": ["true"] }""", "must start with CMD or CMD-SHELL")]
    [InlineData("""{ "command": ["CMD", "true"], "interval": 1 }""", "interval must be between 5 and 300")]
    public void A_health_check_that_AWS_would_refuse_is_refused(string check, string reason)
    {
        var error = Assert.Throws<AwsError>(() => _bench.Register("app:1", $$""", "healthCheck": {{check}}"""));

        Assert.Equal("ClientException", error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_of_containers_is_refused_and_not_ignored()
    {
        var error = Assert.Throws<AwsError>(() => _bench.Register("app:1", """, "dependsOn": [{ "containerName": "db", "condition": "HEALTHY" }]"""));

        Assert.Equal("UnsupportedFeatureException", error.Code);
        Assert.Contains("dependsOn of container app", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_was_asked_to_end_tells_its_exit_code()
    {
        _bench.CreateService(desired: 1);
        _bench.Live(8);
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "desiredCount": 0 }""");
        _bench.Live(40);

        var stopped = Assert.Single(_bench.TasksWith("STOPPED"));
        Assert.Equal(("STOPPED", ScriptedTasks.SigTerm), ((string)stopped["lastStatus"]!, (int)stopped["containers"]![0]!["exitCode"]!));
    }

    [Fact]
    public void A_revision_names_the_digests_that_its_tags_had()
    {
        _bench.Images.Digests["registry.test/app:1"] = "sha256:1";
        _bench.CreateService(image: "registry.test/app:1");
        _bench.Live(8);
        _bench.Images.Digests["registry.test/app:1"] = "sha256:2";
        _bench.Images.Digests["registry.test/app:old"] = "sha256:1";
        var arn = _bench.History()[0]["targetServiceRevision"]!["arn"]!.GetValue<string>();

        var revision = _bench.Call("DescribeServiceRevisions", $$"""{ "serviceRevisionArns": ["{{arn}}"] }""")["serviceRevisions"]![0]!;

        Assert.Equal("sha256:1", revision["containerImages"]![0]!["imageDigest"]!.GetValue<string>());
        Assert.Equal(EcsBench.Group, revision["resolvedConfiguration"]!["loadBalancers"]![0]!["targetGroupArn"]!.GetValue<string>());
    }

    [Fact]
    public async Task AWS_own_client_understands_every_answer()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var tasks = new ScriptedTasks(TimeProvider.System).Image("app:bad", new Script { EndsAfter = TimeSpan.FromMilliseconds(50), ExitCode = 3 })
            .Image("app:1", new Script { HealthyAfter = TimeSpan.Zero }).Image("app:2", new Script { HealthyAfter = TimeSpan.FromSeconds(1) });
        var groups = new ScriptedGroups(tasks, TimeProvider.System);
        using var ecs = new EcsApi(
            new RehearsalTime(TimeProvider.System, 60),
            new EcsPorts(new MemoryStore(), tasks, groups, groups, new ScriptedAlarms(), new MemoryLogs(), new NoRegistry(), _ => ""));
        await using var server = await ApiServer.Start([ecs], stop.Token);
        var loop = ecs.Run(stop.Token);

        await new AwsCli(server.Endpoint).Python("Ecs/ecs.py", EcsBench.Group);

        await stop.CancelAsync();
        await loop;
    }

    private static string Logging(string group, string secret) =>
        $$"""
        { "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "executionRoleArn": "arn:aws:iam::000000000000:role/x",
          "containerDefinitions": [{
            "name": "app", "image": "app:1", "portMappings": [{ "containerPort": 8080 }],
            "secrets": [{ "name": "DATABASE_URL", "valueFrom": "{{secret}}" }],
            "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "{{group}}", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "run" } } }] }
        """;
}
