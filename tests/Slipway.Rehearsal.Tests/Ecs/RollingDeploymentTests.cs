namespace Slipway.Rehearsal.Ecs;

public sealed class RollingDeploymentTests : IDisposable
{
    private readonly EcsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_first_release_becomes_successful_once_its_tasks_are_healthy()
    {
        _bench.CreateService();
        _bench.Live(8);

        Assert.Equal("SUCCESSFUL", Status(0));
        Assert.True(_bench.Stable());
        Assert.Equal("COMPLETED", _bench.Service()["deployments"]![0]!["rolloutState"]!.GetValue<string>());
        Assert.Equal(
            [
                "(service web) has started 2 tasks: (task *) (task *).",
                "(service web) registered 1 targets in (target-group web)",
                "(service web) registered 1 targets in (target-group web)",
                "(service web) (deployment ecs-svc/*) deployment completed.",
                "(service web) has reached a steady state.",
            ],
            _bench.Events);
    }

    [Fact]
    public void A_new_image_replaces_the_old_one_without_falling_below_the_minimum()
    {
        _bench.CreateService();
        _bench.Live(8);
        _bench.Deploy("app:2");

        var fewest = int.MaxValue;
        _bench.Live(60, () => fewest = Math.Min(fewest, _bench.Groups.Registered));

        Assert.Equal("SUCCESSFUL", Status(0));
        Assert.Equal(2, fewest);
        Assert.Equal(["app:2", "app:2"], _bench.Tasks.Running.Select(task => task.Containers[0].Image));
        Assert.True(_bench.Stable());
    }

    [Fact]
    public void A_task_is_deregistered_and_drained_before_it_gets_SIGTERM()
    {
        _bench.CreateService(desired: 1);
        _bench.Live(8);
        _bench.Deploy("app:2");

        var deregistered = default(DateTimeOffset?);
        var stopped = default(DateTimeOffset?);
        _bench.Live(60, () =>
        {
            deregistered ??= _bench.Tasks.Calls.Contains("deregister") ? _bench.Clock.GetUtcNow() : null;
            stopped ??= _bench.Tasks.Calls.Contains("stop app:1") ? _bench.Clock.GetUtcNow() : null;
        });

        Assert.Equal(["start app:1", "start app:2", "deregister", "stop app:1"], _bench.Tasks.Calls);
        Assert.Equal(_bench.Groups.Delay, stopped - deregistered);
    }

    [Fact]
    public void A_crashing_release_trips_the_breaker_and_the_old_one_serves_throughout()
    {
        _bench.Tasks.Image("app:2", new Script { EndsAfter = TimeSpan.FromSeconds(1), ExitCode = 3, Log = ["no database"] });
        _bench.CreateService();
        _bench.Live(8);
        var completed = _bench.Service()["deployments"]![0]!["id"]!.GetValue<string>();
        var revision = _bench.History()[0]["targetServiceRevision"]!["arn"]!.GetValue<string>();
        _bench.Deploy("app:2");

        var fewest = int.MaxValue;
        _bench.Live(60, () => fewest = Math.Min(fewest, _bench.Tasks.Running.Count(task => task.Containers[0].Image == "app:1")));

        var attempt = _bench.History()[0];
        Assert.Equal("ROLLBACK_SUCCESSFUL", attempt["status"]!.GetValue<string>());
        Assert.Equal("TRIGGERED", attempt["deploymentCircuitBreaker"]!["status"]!.GetValue<string>());
        Assert.Equal(revision, attempt["rollback"]!["serviceRevisionArn"]!.GetValue<string>());
        Assert.Equal(2, fewest);
        Assert.True(_bench.Stable());

        var primary = _bench.Service()["deployments"]![0]!;
        Assert.Equal((completed, "COMPLETED"), (primary["id"]!.GetValue<string>(), primary["rolloutState"]!.GetValue<string>()));
        Assert.EndsWith("web:1", _bench.Service()["taskDefinition"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("(service web) (deployment ecs-svc/*) deployment failed: tasks failed to start.", _bench.Events);
        Assert.Contains("(service web) rolling back to deployment ecs-svc/*.", _bench.Events);

        var failed = _bench.TasksWith("STOPPED")[0];
        Assert.Equal("EssentialContainerExited", failed["stopCode"]!.GetValue<string>());
        Assert.Equal("Essential container in task exited", failed["stoppedReason"]!.GetValue<string>());
        Assert.Equal(3, failed["containers"]![0]!["exitCode"]!.GetValue<int>());
        Assert.StartsWith("ecs-svc/", failed["startedBy"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_release_that_never_comes_up_stalls_since_there_is_nothing_to_go_back_to()
    {
        _bench.Tasks.Image("app:1", new Script { EndsAfter = TimeSpan.FromSeconds(1), ExitCode = 1 });
        _bench.CreateService();
        _bench.Live(60);

        Assert.Equal("STOPPED", Status(0));
        Assert.Contains("no completed deployment to roll back to", _bench.History()[0]["statusReason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("FAILED", _bench.Service()["deployments"]![0]!["rolloutState"]!.GetValue<string>());

        var starts = _bench.Tasks.Calls.Count;
        _bench.Live(600);
        Assert.Equal(starts, _bench.Tasks.Calls.Count);

        _bench.Deploy("app:2");
        _bench.Live(30);
        Assert.Equal("SUCCESSFUL", Status(0));
        Assert.True(_bench.Stable());
    }

    [Fact]
    public void A_release_that_fails_the_load_balancers_checks_is_rolled_back()
    {
        _bench.Tasks.Image("app:2", new Script { HealthyAfter = null });
        _bench.CreateService(desired: 1);
        _bench.Live(8);
        _bench.Deploy("app:2");
        _bench.Live(150);

        Assert.Equal("ROLLBACK_SUCCESSFUL", Status(0));
        Assert.Contains("(service web) (task *) (port 8080) is unhealthy in (target-group web) due to (reason Health checks failed)", _bench.Events);
        var failed = _bench.TasksWith("STOPPED").First(task => task["taskDefinitionArn"]!.GetValue<string>().EndsWith(":2", StringComparison.Ordinal));
        Assert.Equal($"Task failed ELB health checks in (target-group {EcsBench.Group})", failed["stoppedReason"]!.GetValue<string>());
    }

    [Fact]
    public void The_grace_period_keeps_a_slow_starter_alive()
    {
        _bench.Tasks.Image("app:1", new Script { HealthyAfter = TimeSpan.FromSeconds(40) });
        _bench.CreateService(desired: 1, more: """, "healthCheckGracePeriodSeconds": 60""");
        _bench.Live(60);

        Assert.Equal("SUCCESSFUL", Status(0));
        Assert.Equal(["start app:1"], _bench.Tasks.Calls);
    }

    [Fact]
    public void A_newer_deployment_supersedes_one_under_way()
    {
        _bench.Tasks.Image("app:2", new Script { HealthyAfter = TimeSpan.FromSeconds(9) });
        _bench.CreateService();
        _bench.Live(8);
        _bench.Deploy("app:2");
        _bench.Live(4);
        _bench.Deploy("app:3");
        _bench.Live(60);

        Assert.Equal(["SUCCESSFUL", "STOPPED", "SUCCESSFUL"], _bench.History().Select(one => one["status"]!.GetValue<string>()));
        Assert.False(_bench.History()[1].ContainsKey("rollback"));
        Assert.Equal(["app:3", "app:3"], _bench.Tasks.Running.Select(task => task.Containers[0].Image));
        Assert.True(_bench.Stable());
    }

    [Theory]
    [InlineData("ROLLBACK", "ROLLBACK_SUCCESSFUL")]
    [InlineData("ABORT", "STOPPED")]
    public void A_deployment_can_be_stopped(string stopType, string status)
    {
        _bench.Tasks.Image("app:2", new Script { HealthyAfter = TimeSpan.FromMinutes(5) });
        _bench.CreateService(more: """, "healthCheckGracePeriodSeconds": 600""");
        _bench.Live(8);
        _bench.Deploy("app:2");
        _bench.Live(5);
        var arn = _bench.History()[0]["serviceDeploymentArn"]!.GetValue<string>();

        _bench.Call("StopServiceDeployment", $$"""{ "serviceDeploymentArn": "{{arn}}", "stopType": "{{stopType}}" }""");
        _bench.Live(40);

        Assert.Equal(status, Status(0));
        Assert.Equal(stopType == "ROLLBACK", _bench.Stable());
        Assert.Equal(2, _bench.Tasks.Running.Count(task => task.Containers[0].Image == "app:1"));
        Assert.Equal("ConflictException", _bench.Refused("StopServiceDeployment", $$"""{ "serviceDeploymentArn": "{{arn}}" }""").Code);
    }

    [Fact]
    public void An_image_that_cannot_be_pulled_is_told_by_the_task_and_its_container()
    {
        _bench.Images.Digests["registry.test/app:1"] = "sha256:1";
        _bench.CreateService(image: "registry.test/app:1");
        _bench.Live(8);
        Assert.Equal("registry.test/app@sha256:1", _bench.Tasks.Running.First().Containers[0].Image);

        _bench.Deploy("registry.test/app:2");
        _bench.Live(4);

        var failed = _bench.TasksWith("STOPPED")[0];
        Assert.Equal("TaskFailedToStart", failed["stopCode"]!.GetValue<string>());
        Assert.StartsWith("CannotPullContainerError: ", failed["stoppedReason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(failed["stoppedReason"]!.GetValue<string>(), failed["containers"]![0]!["reason"]!.GetValue<string>());
        Assert.False(failed["containers"]![0]!.AsObject().ContainsKey("exitCode"));
    }

    [Fact]
    public void A_deployment_goes_on_after_a_restart_in_its_middle()
    {
        _bench.CreateService();
        _bench.Live(8);
        _bench.Deploy("app:2");
        _bench.Live(3);
        _bench.Restart();
        _bench.Live(60);

        Assert.Equal("SUCCESSFUL", Status(0));
        Assert.Equal(["app:2", "app:2"], _bench.Tasks.Running.Select(task => task.Containers[0].Image));
        Assert.Equal(2, _bench.Groups.Registered);
        Assert.True(_bench.Stable());
    }

    [Fact]
    public async Task Tasks_whose_containers_are_gone_after_a_restart_are_replaced_and_leftovers_are_removed()
    {
        _bench.CreateService();
        _bench.Live(8);
        _bench.Tasks.Reboot();
        await _bench.Tasks.Start(new TaskToStart("leftover", 256, 512, []), TestContext.Current.CancellationToken);
        _bench.Restart();
        _bench.Live(20);

        Assert.Equal(2, _bench.Tasks.Running.Count());
        Assert.DoesNotContain("leftover", _bench.Tasks.Running.Select(task => task.TaskId));
        Assert.Equal(["InfrastructureHealth", "InfrastructureHealth"], _bench.TasksWith("STOPPED").Select(task => task["stopCode"]!.GetValue<string>()));
        Assert.Equal("SUCCESSFUL", Status(0));
        Assert.True(_bench.Stable());
    }

    [Fact]
    public void A_changed_count_scales_without_a_deployment()
    {
        _bench.CreateService();
        _bench.Live(8);
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "desiredCount": 4 }""");
        _bench.Live(8);
        Assert.Equal(4, _bench.Tasks.Running.Count());

        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "desiredCount": 1 }""");
        _bench.Live(40);
        Assert.Single(_bench.Tasks.Running);
        Assert.Single(_bench.History());
        Assert.True(_bench.Stable());
    }

    [Fact]
    public void DescribeServices_lags_behind_and_its_pointer_longer()
    {
        _bench.CreateService();
        _bench.Live(8);
        var before = _bench.Service()["currentServiceDeployment"]!.GetValue<string>();
        _bench.Deploy("app:2");
        Assert.Single(_bench.Service()["deployments"]!.AsArray());

        _bench.Live(1);
        Assert.Equal(2, _bench.Service()["deployments"]!.AsArray().Count);
        Assert.Equal(before, _bench.Service()["currentServiceDeployment"]!.GetValue<string>());

        _bench.Live(3);
        Assert.Equal(_bench.History()[0]["serviceDeploymentArn"]!.GetValue<string>(), _bench.Service()["currentServiceDeployment"]!.GetValue<string>());
    }

    [Fact]
    public void A_worker_that_nothing_checks_is_deployed_once_it_ran_for_a_while()
    {
        _bench.CreateService(balanced: false);
        _bench.Live(6);
        Assert.Equal("IN_PROGRESS", Status(0));

        _bench.Live(10);
        Assert.Equal("SUCCESSFUL", Status(0));
        Assert.True(_bench.Stable());
    }

    [Fact]
    public void A_task_without_a_service_that_fails_its_own_check_goes_on()
    {
        _bench.CreateService(desired: 0);
        _bench.Tasks.Image("app:2", new Script { ContainerHealth = "unhealthy" });
        _bench.Register("app:2", """, "healthCheck": { "command": ["CMD", "true"] }""");
        _bench.Call("RunTask", """{ "cluster": "prod", "taskDefinition": "web", "launchType": "FARGATE", "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1"] } } }""");
        _bench.Live(60);

        Assert.Equal("UNHEALTHY", Assert.Single(_bench.TasksWith("RUNNING"))["healthStatus"]!.GetValue<string>());
    }

    [Fact]
    public void A_container_that_fails_its_own_check_is_replaced_and_counts_as_a_failure()
    {
        _bench.Tasks.Image("app:2", new Script { ContainerHealth = "unhealthy" });
        _bench.CreateService();
        _bench.Live(8);
        _bench.Register("app:2", """, "healthCheck": { "command": ["CMD", "true"] }""");
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "taskDefinition": "web" }""");
        _bench.Live(90);

        Assert.Equal("ROLLBACK_SUCCESSFUL", Status(0));
        Assert.Contains("Task failed container health checks", _bench.TasksWith("STOPPED").Select(task => task["stoppedReason"]!.GetValue<string>()));
        Assert.True(_bench.Stable());
    }

    [Fact]
    public void A_task_that_ran_out_of_memory_says_so()
    {
        _bench.Tasks.Image("app:1", new Script { EndsAfter = TimeSpan.FromSeconds(1), ExitCode = 137, OutOfMemory = true });
        _bench.CreateService(desired: 1);
        _bench.Live(8);

        var container = _bench.TasksWith("STOPPED")[0]["containers"]![0]!;
        Assert.Equal(137, container["exitCode"]!.GetValue<int>());
        Assert.StartsWith("OutOfMemoryError: ", container["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_five_deployments_of_a_service_are_under_way()
    {
        _bench.CreateService();
        _bench.Live(8);
        for (var image = 2; image <= 5; image++)
        {
            // Long enough for tasks that have to be drained, not for healthy ones.
            _bench.Deploy($"app:{image}");
            _bench.Live(4);
        }

        var error = Assert.Throws<Protocols.AwsError>(() => _bench.Deploy("app:6"));
        Assert.Equal("InvalidParameterException", error.Code);

        _bench.Live(60);
        Assert.Equal(["app:5", "app:5"], _bench.Tasks.Running.Select(task => task.Containers[0].Image));
        Assert.True(_bench.Stable());
    }

    private string Status(int index) => _bench.History()[index]["status"]!.GetValue<string>();
}
