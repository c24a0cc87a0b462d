namespace Slipway.Rehearsal.Faults;

public sealed class FaultRequestTests
{
    private static readonly FaultRequest Request = new(["s3", "ecs", "monitoring"]);

    [Fact]
    public void Every_kind_is_read_with_what_it_has()
    {
        var faults = Request.Parse(
            """
            [
              {"operation": "ecs:UpdateService", "kind": "throttle", "count": 3, "skip": 1},
              {"operation": "*", "kind": "error", "probability": 0.25, "seed": 7},
              {"operation": "ecs:*", "kind": "reset"},
              {"operation": "s3:Put*", "kind": "reset", "when": "after", "seconds": 30},
              {"operation": "monitoring:GetMetricData", "kind": "delay", "milliseconds": 1500},
              {"operation": "s3:PutObject", "kind": "deny"},
              {"service": "web", "taskDefinition": "web:7", "kind": "crash", "after": 2.5},
              {"service": "web", "kind": "crash"},
              {"image": "chat/server", "kind": "flap"},
              {"family": "web", "kind": "unhealthy"},
              {"service": "web", "kind": "slow", "milliseconds": 200},
              {"service": "web", "kind": "errors", "probability": 0.5},
              {"service": "web", "kind": "slow-start", "after": 60}
            ]
            """);

        Assert.Equal(
            [
                new Harm.Throttle(), new Harm.Failure(), new Harm.Reset(Late: false), new Harm.Reset(Late: true), new Harm.Delay(TimeSpan.FromSeconds(1.5)),
                new Harm.Denial(), new Harm.Crash(TimeSpan.FromSeconds(2.5)), new Harm.Crash(TimeSpan.Zero), new Harm.Flap(TimeSpan.FromSeconds(10)),
                new Harm.Unhealthy(), new Harm.Slow(TimeSpan.FromSeconds(0.2)), new Harm.Errors(), new Harm.SlowStart(TimeSpan.FromMinutes(1)),
            ],
            faults.Select(fault => fault.Harm));
        Assert.Equal(
            [
                new Place.Calls("ecs:UpdateService"), new Place.Calls("*"), new Place.Calls("ecs:*"), new Place.Calls("s3:Put*"), new Place.Calls("monitoring:GetMetricData"),
                new Place.Calls("s3:PutObject"), new Place.Tasks("web", null, null, "web:7"), new Place.Tasks("web", null, null, null),
                new Place.Tasks(null, "chat/server", null, null), new Place.Tasks(null, null, "web", null), new Place.Tasks("web", null, null, null),
                new Place.Tasks("web", null, null, null), new Place.Tasks("web", null, null, null),
            ],
            faults.Select(fault => fault.Place));
        Assert.Equal(
            [new Dose(1, 3, null, 1, null), new Dose(0, null, null, 0.25, 7), new Dose(0, null, null, 1, null), new Dose(0, null, TimeSpan.FromSeconds(30), 1, null)],
            faults.Take(4).Select(fault => fault.Dose));
        Assert.Empty(Request.Parse("[]"));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_what_is_valid()
    {
        var error = Assert.Throws<DeployException>(() => Request.Parse(
            """
            [
              {"operation": "ecs:UpdateService", "kind": "explode"},
              {"operation": "sqs:SendMessage", "kind": "throttle", "colour": "red", "count": 0},
              {"kind": "delay", "probability": 1.5, "seed": "x", "skip": -1},
              {"operation": 3, "kind": "reset", "when": "later"},
              {"kind": "crash", "operation": "ecs:*", "after": -1},
              {"service": "web", "taskDefinition": "web", "kind": "slow", "milliseconds": 0},
              {"service": "", "kind": "slow-start", "seconds": 0},
              {"operation": "*"},
              "throttle"
            ]
            """));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Equal(
            """
            The faults were not switched; those of before are on as they were.
              fault 1: kind must be one of throttle, error, reset, delay, deny, crash, flap, unhealthy, slow, errors, slow-start, found "explode"
              fault 2: colour is unknown; throttle has operation, kind, skip, count, seconds, probability, seed
              fault 2: operation must be * or a service and an operation, such as ecs:UpdateService or ecs:Describe*, of the services ecs, monitoring, s3, found "sqs:SendMessage"
              fault 2: count must be a whole number from 1 to 2147483647, found 0
              fault 3: operation is missing
              fault 3: milliseconds is missing
              fault 3: skip must be a whole number from 0 to 2147483647, found -1
              fault 3: probability must be a number above 0, 1 at most, found 1.5
              fault 3: seed must be a whole number from -2147483648 to 2147483647, found "x"
              fault 4: operation must be a text, found 3
              fault 4: when must be one of before, after, found "later"
              fault 5: operation is unknown; crash has service, image, family, taskDefinition, kind, skip, count, seconds, probability, seed, after
              fault 5: it must name the tasks that it hits, by service, image, family, taskDefinition
              fault 5: after must be a number from 0, 86400 at most, found -1
              fault 6: taskDefinition must be a family and a revision, such as web:7, found "web"
              fault 6: milliseconds must be a whole number from 1 to 600000, found 0
              fault 7: service must be a text, found ""
              fault 7: after is missing
              fault 7: seconds must be a number above 0, 86400 at most, found 0
              fault 8: kind is missing
              fault 9: it must be an object, found "throttle"
            """,
            error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""[{"operation": "*", "operation": "ecs:*", "kind": "deny"}]""")]
    public void What_is_no_list_is_refused_with_an_example(string body)
    {
        var error = Assert.Throws<DeployException>(() => Request.Parse(body));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Contains("""try     [{"operation": "ecs:UpdateService", "kind": "throttle", "count": 3}]""", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("ecs:*", true)]
    [InlineData("ecs:UpdateService", true)]
    [InlineData("ecs:Update*", true)]
    [InlineData("ecs:Update", false)]
    [InlineData("s3:*", false)]
    public void A_call_is_named_by_service_and_operation(string pattern, bool hit) =>
        Assert.Equal(hit, new Place.Calls(pattern).Has("ecs", "UpdateService"));

    [Theory]
    [InlineData("web", null, null, null, true)]
    [InlineData("api", null, null, null, false)]
    [InlineData(null, "chat/server", null, null, true)]
    [InlineData(null, "registry:5000/chat/server", null, null, true)]
    [InlineData(null, "chat/server@sha256:12", null, null, true)]
    [InlineData(null, "proxy", null, null, true)]
    [InlineData(null, "server", null, null, false)]
    [InlineData(null, null, "family", null, true)]
    [InlineData(null, null, "web", null, false)]
    [InlineData(null, null, null, "family:7", true)]
    [InlineData(null, null, null, "family:8", false)]
    [InlineData("web", "chat/server", "family", "family:7", true)]
    [InlineData("web", "chat/other", "family", "family:7", false)]
    public void A_task_is_named_by_all_that_is_given(string? service, string? image, string? family, string? definition, bool hit)
    {
        var task = new KnownTask(
            "1", new("web", "family", 7), [new("app", "registry:5000/chat/server@sha256:12", true), new("side", "proxy:2", false)], [], DateTimeOffset.UnixEpoch);

        Assert.Equal(hit, new Place.Tasks(service, image, family, definition).Has(task));
    }
}
