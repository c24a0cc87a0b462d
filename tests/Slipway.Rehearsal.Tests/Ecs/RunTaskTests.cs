using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Tasks that belong to no service: a migration beside a sidecar.</summary>
public sealed class RunTaskTests : IDisposable
{
    private readonly EcsBench _bench = new();

    public RunTaskTests()
    {
        _bench.Call("CreateCluster", """{ "clusterName": "prod" }""");
        _bench.Logs.Groups.Add("/chat/prod/web");
        const string Logs = """{ "logDriver": "awslogs", "options": { "awslogs-group": "/chat/prod/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" } }""";
        _bench.Call("RegisterTaskDefinition", $$"""
            { "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
              "executionRoleArn": "arn:aws:iam::000000000000:role/execution",
              "tags": [{ "key": "team", "value": "chat" }, { "key": "stage", "value": "prod" }],
              "containerDefinitions": [
                { "name": "proxy", "image": "proxy:1", "essential": false, "logConfiguration": {{Logs}} },
                { "name": "web", "image": "web:1", "logConfiguration": {{Logs}} }] }
            """);
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("\"count\": 11", "InvalidParameterException", "Tasks count should be between 1 and 10")]
    [InlineData("\"networkConfiguration\": null", "InvalidParameterException", "Network Configuration must be provided when networkMode 'awsvpc' is specified.")]
    [InlineData("\"networkConfiguration\": { \"awsvpcConfiguration\": { \"subnets\": [] } }", "InvalidParameterException", "subnets can not be empty.")]
    [InlineData("\"startedBy\": \"slip way\"", "InvalidParameterException", "startedBy must be at most 128 letters, numbers, hyphens, forward slashes and underscores.")]
    [InlineData("\"clientToken\": \"\\n\"", "InvalidParameterException", "clientToken must be 1 to 64 ASCII characters in the range of 33-126.")]
    [InlineData("\"group\": \"service:web\"", "InvalidParameterException", "Invalid namespace for group.")]
    [InlineData("\"propagateTags\": \"SERVICE\"", "InvalidParameterException", "propagateTags SERVICE is not supported for RunTask: the task belongs to no service.")]
    [InlineData("\"overrides\": { \"containerOverrides\": [{ \"name\": \"app\" }] }", "InvalidParameterException", "Override for container named app is not a container in the TaskDefinition.")]
    [InlineData("\"enableExecuteCommand\": true", "InvalidParameterException", "The task couldn't be run because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.")]
    [InlineData("\"taskDefinition\": \"none\"", "ClientException", "TaskDefinition not found.")]
    [InlineData("\"cluster\": \"none\"", "ClusterNotFoundException", "Cluster not found.")]
    public void What_AWS_refuses_starts_nothing(string member, string code, string message)
    {
        var error = _bench.Refused("RunTask", Request(member));

        Assert.Equal((code, message), (error.Code, error.Message));
        Assert.Empty(_bench.TasksWith("RUNNING"));
    }

    [Fact]
    public void Fargate_takes_no_task_definition_that_is_not_made_for_it()
    {
        _bench.Call("RegisterTaskDefinition", """
            { "family": "old", "networkMode": "awsvpc", "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 64 }] }
            """);

        Assert.Equal("Task definition does not support launch_type FARGATE.", _bench.Refused("RunTask", Request("\"taskDefinition\": \"old\"")).Message);
    }

    [Fact]
    public void A_token_starts_one_task_and_is_refused_for_another_request()
    {
        var first = Run("\"clientToken\": \"once\"");
        var second = Run("\"clientToken\": \"once\"");

        Assert.Equal(Arn(first), Arn(second));
        Assert.Equal("ConflictException", _bench.Refused("RunTask", Request("\"clientToken\": \"once\", \"startedBy\": \"other\"")).Code);
        Assert.Equal("ConflictException", _bench.Refused("RunTask", Request("\"clientToken\": \"once\", \"count\": 2")).Code);
        Assert.Single(_bench.TasksWith("RUNNING"));
    }

    [Fact]
    public void A_task_has_the_tags_of_the_request_before_those_of_its_definition_and_the_group_of_its_family()
    {
        var task = Run("\"propagateTags\": \"TASK_DEFINITION\", \"enableECSManagedTags\": true, \"tags\": [{ \"key\": \"stage\", \"value\": \"test\" }]")["tasks"]![0]!;

        Assert.Equal(
            ["stage=test", "team=chat", "aws:ecs:clusterName=prod"], task["tags"]!.AsArray().Select(tag => $"{tag!["key"]}={tag["value"]}"));
        Assert.Equal(("family:web", "slipway/web", "FARGATE"), (Text(task, "group"), Text(task, "startedBy"), Text(task, "launchType")));
    }

    [Fact]
    public void A_sidecar_that_ends_first_decides_nothing_and_the_essential_containers_end_stops_the_others()
    {
        _bench.Tasks.Image("proxy:1", new Script { EndsAfter = TimeSpan.FromSeconds(2), ExitCode = 9 });
        _bench.Tasks.Image("web:1", new Script { EndsAfter = TimeSpan.FromSeconds(8), ExitCode = 0, Log = ["migrated"] });
        Run("");

        _bench.Live(6);
        var running = Assert.Single(_bench.TasksWith("RUNNING"));
        Assert.Equal(("RUNNING", "proxy STOPPED 9, web RUNNING "), (Text(running, "lastStatus"), Containers(running)));

        _bench.Live(20);
        var ended = Assert.Single(_bench.TasksWith("STOPPED"));
        Assert.Equal(
            ("STOPPED", "EssentialContainerExited", "Essential container in task exited", "proxy STOPPED 9, web STOPPED 0"),
            (Text(ended, "lastStatus"), Text(ended, "stopCode"), Text(ended, "stoppedReason"), Containers(ended)));
        Assert.Equal([$"/chat/prod/web web/web/{Text(ended, "taskArn").Split('/')[^1]} migrated"], _bench.Logs.Lines);
    }

    [Fact]
    public void A_sidecar_that_still_runs_is_ended_with_the_essential_container()
    {
        _bench.Tasks.Image("web:1", new Script { EndsAfter = TimeSpan.FromSeconds(3), ExitCode = 3 });
        Run("");

        _bench.Live(20);

        Assert.Equal($"proxy STOPPED {ScriptedTasks.SigTerm}, web STOPPED 3", Containers(Assert.Single(_bench.TasksWith("STOPPED"))));
    }

    [Fact]
    public void A_task_that_cannot_start_has_a_reason_and_no_exit_code()
    {
        _bench.Tasks.Image("web:1", new Script { StartFailure = "CannotPullContainerError: not found" });
        Run("");

        _bench.Live(20);

        var ended = Assert.Single(_bench.TasksWith("STOPPED"));
        Assert.Equal(
            ("TaskFailedToStart", "CannotPullContainerError: not found", "proxy STOPPED , web STOPPED "),
            (Text(ended, "stopCode"), Text(ended, "stoppedReason"), Containers(ended)));
    }

    [Fact]
    public void A_task_that_is_stopped_ends_with_the_callers_reason_and_is_known_for_an_hour()
    {
        var arn = Arn(Run(""));
        _bench.Live(6);

        _bench.Call("StopTask", $$"""{ "cluster": "prod", "task": "{{arn}}", "reason": "not in time" }""");
        Assert.Equal("RUNNING", Text(Task(arn)!, "lastStatus"));
        Assert.Equal("STOPPED", Text(Task(arn)!, "desiredStatus"));
        _bench.Live(20);

        Assert.Equal(("STOPPED", "UserInitiated", "not in time"), (Text(Task(arn)!, "lastStatus"), Text(Task(arn)!, "stopCode"), Text(Task(arn)!, "stoppedReason")));
        _bench.Clock.Advance(TimeSpan.FromMinutes(59));
        _bench.Live(0.5);
        Assert.NotNull(Task(arn));
        _bench.Clock.Advance(TimeSpan.FromMinutes(2));
        _bench.Live(0.5);
        Assert.Null(Task(arn));
    }

    [Fact]
    public void Tasks_are_listed_by_who_started_them_or_by_family_and_as_they_are_meant_to_be()
    {
        var mine = Arn(Run(""));
        var other = Arn(Run("\"startedBy\": \"someone\""));
        _bench.Live(6);
        _bench.Call("StopTask", $$"""{ "cluster": "prod", "task": "{{other}}" }""");

        Assert.Equal([mine], Listed("\"startedBy\": \"slipway/web\""));
        Assert.Equal([mine], Listed("\"family\": \"web\""));
        Assert.Equal([other], Listed("\"startedBy\": \"someone\", \"desiredStatus\": \"STOPPED\""));
        Assert.Empty(Listed("\"startedBy\": \"someone\""));
        Assert.Empty(Listed("\"family\": \"other\""));
        Assert.Equal(
            "InvalidParameterException", _bench.Refused("ListTasks", """{ "cluster": "prod", "startedBy": "someone", "family": "web" }""").Code);
    }

    // A member that is given replaces the one of its name.
    private static string Request(string members)
    {
        var request = JsonNode.Parse("""
            { "cluster": "prod", "taskDefinition": "web", "launchType": "FARGATE", "startedBy": "slipway/web",
              "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1"] } },
              "overrides": { "containerOverrides": [{ "name": "web", "command": ["./migrate"] }] } }
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse($"{{{members}}}")!.AsObject())
            request[name] = value?.DeepClone();

        return request.ToJsonString();
    }

    private static string Arn(JsonObject answer) => Text(Assert.Single(answer["tasks"]!.AsArray())!, "taskArn");

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static string Containers(JsonNode task) =>
        string.Join(", ", task["containers"]!.AsArray().Select(one => $"{one!["name"]} {one["lastStatus"]} {one["exitCode"]}"));

    private JsonObject Run(string members) => _bench.Call("RunTask", Request(members));

    private JsonNode? Task(string arn) =>
        _bench.Call("DescribeTasks", $$"""{ "cluster": "prod", "tasks": ["{{arn}}"] }""")["tasks"]!.AsArray().SingleOrDefault();

    private IEnumerable<string> Listed(string filter) =>
        _bench.Call("ListTasks", $$"""{ "cluster": "prod", {{filter}} }""")["taskArns"]!.AsArray().Select(arn => arn!.GetValue<string>());
}
