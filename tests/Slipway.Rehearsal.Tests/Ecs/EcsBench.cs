using System.Text.Json.Nodes;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Logs;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecs;

/// <summary>ECS at AWS's own speed on a clock that the test moves, with scripted tasks and a load balancer that believes their scripts.</summary>
internal sealed class EcsBench : IDisposable
{
    public const string Group = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/1";

    /// <summary>The target group that takes turns with <see cref="Group"/>.</summary>
    public const string Alternate = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/alternate/2";

    public const string ProductionRule = "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener-rule/app/web/1/1/1";

    public const string TestRule = "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener-rule/app/web/1/2/2";

    private static readonly Caller Caller = new("key", "000000000000", "us-east-1");

    public EcsBench()
    {
        Tasks = new ScriptedTasks(Clock);
        Groups = new ScriptedGroups(Tasks, Clock);
        Ecs = Start();
    }

    public ManualTime Clock { get; } = new();

    public ScriptedTasks Tasks { get; }

    public ScriptedGroups Groups { get; }

    public MemoryLogs Logs { get; } = new();

    public MemoryStore Store { get; } = new();

    public NoRegistry Images { get; } = new();

    public ScriptedAlarms Alarms { get; } = new();

    public EcsApi Ecs { get; private set; }

    /// <summary>The events of the service, oldest first, without ids.</summary>
    public IReadOnlyList<string> Events =>
        [.. Service()["events"]!.AsArray().Select(one => Anonymous(one!["message"]!.GetValue<string>())).Reverse()];

    public void Dispose() => Ecs.Dispose();

    /// <summary>Ends this process and starts another on what was saved.</summary>
    public void Restart()
    {
        Ecs.Dispose();
        Groups.Forget();
        Ecs = Start();
    }

    public JsonObject Call(string operation, string input) =>
        // A JSON round trip, as over the wire: times become seconds.
        Ecs.Call(operation, JsonNode.Parse(input)!.AsObject(), Caller, CancellationToken.None).GetAwaiter().GetResult();

    public AwsError Refused(string operation, string input) => Assert.Throws<AwsError>(() => { Call(operation, input); });

    public void Register(string image, string more = "", string family = "web") =>
        Call("RegisterTaskDefinition", $$"""
            { "family": "{{family}}", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
              "containerDefinitions": [{ "name": "app", "image": "{{image}}", "portMappings": [{ "containerPort": 8080 }] {{more}} }] }
            """);

    /// <summary>A cluster and a service <c>web</c> of <paramref name="image"/> behind the load balancer.</summary>
    public void CreateService(string image = "app:1", int desired = 2, string more = "", bool balanced = true)
    {
        Call("CreateCluster", """{ "clusterName": "prod" }""");
        Register(image);
        var balancers = balanced ? $$""", "loadBalancers": [{ "targetGroupArn": "{{Group}}", "containerName": "app", "containerPort": 8080 }]""" : "";
        Call("CreateService", $$"""
            { "cluster": "prod", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}},
              "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1"] } },
              "deploymentConfiguration": { "deploymentCircuitBreaker": { "enable": true, "rollback": true } }
              {{balancers}} {{more}} }
            """);
    }

    /// <summary>A cluster and a service <c>web</c> of <c>app:1</c> whose deployments shift traffic, with its first deployment behind it; pauses are answered.</summary>
    /// <param name="configuration">Its deploymentConfiguration.</param>
    public void CreateShiftingService(string configuration, int desired = 2, bool tested = false)
    {
        Call("CreateCluster", """{ "clusterName": "prod" }""");
        Register("app:1");
        Call("CreateService", Shifting(configuration, desired, tested));
        Live(12, () => Answer());
        Groups.Shifts.Clear();
    }

    /// <summary>What CreateService is asked for a service that shifts traffic.</summary>
    public static string Shifting(string configuration, int desired = 2, bool tested = false)
    {
        var test = tested ? $$""", "testListenerRule": "{{TestRule}}" """ : "";
        return $$"""
            { "cluster": "prod", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}},
              "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1"] } }, "deploymentConfiguration": {{configuration}},
              "loadBalancers": [{ "targetGroupArn": "{{Group}}", "containerName": "app", "containerPort": 8080, "advancedConfiguration": {
                "alternateTargetGroupArn": "{{Alternate}}", "productionListenerRule": "{{ProductionRule}}", "roleArn": "arn:aws:iam::000000000000:role/ecs" {{test}} } }] }
            """;
    }

    public void Stop(string type = "ROLLBACK") =>
        Call("StopServiceDeployment", $$"""{ "serviceDeploymentArn": "{{(string)Newest()["serviceDeploymentArn"]!}}", "stopType": "{{type}}" }""");

    /// <summary>Answers the hooks that wait.</summary>
    public void Answer(string action = "CONTINUE")
    {
        foreach (var hook in Waiting())
            Call("ContinueServiceDeployment", $$"""{ "serviceDeploymentArn": "{{(string)Newest()["serviceDeploymentArn"]!}}", "hookId": "{{hook}}", "action": "{{action}}" }""");
    }

    /// <summary>The ids of the hooks that wait for an answer.</summary>
    public IReadOnlyList<string> Waiting() =>
    [
        .. (Newest()["lifecycleHookDetails"]?.AsArray() ?? []).Where(hook => (string?)hook!["status"] == "AWAITING_ACTION").Select(hook => (string)hook!["hookId"]!),
    ];

    public JsonObject Newest() => History()[0];

    /// <summary>Lives until the newest deployment is at a stage, at most for ten minutes.</summary>
    public void LiveUntil(string stage)
    {
        for (var beat = 0; beat < 1200 && (string?)Newest()["lifecycleStage"] != stage; beat++)
            Live(0.5);

        Assert.Equal(stage, (string?)Newest()["lifecycleStage"]);
    }

    /// <summary>Lives until no deployment is under way, at most for <paramref name="minutes"/>; each stage with the weights of the production rule, as they changed.</summary>
    public IReadOnlyList<string> Watch(int minutes = 90, Action? eachBeat = null)
    {
        List<string> seen = [];
        for (var beat = 0; beat < minutes * 120 && Newest()["finishedAt"] is null; beat++)
        {
            Live(0.5, eachBeat);
            var line = $"{(string?)Newest()["lifecycleStage"]} {Groups.Weights(ProductionRule)}";
            if (seen.LastOrDefault() != line)
                seen.Add(line);
        }

        return seen;
    }

    public void Deploy(string image)
    {
        Register(image);
        Call("UpdateService", """{ "cluster": "prod", "service": "web", "taskDefinition": "web" }""");
    }

    /// <summary>Lets the cloud live for <paramref name="seconds"/>, a beat each half second.</summary>
    public void Live(double seconds, Action? eachBeat = null)
    {
        for (var beat = 0; beat < seconds * 2; beat++)
        {
            Clock.Advance(TimeSpan.FromSeconds(0.5));
            Ecs.Beat(CancellationToken.None).GetAwaiter().GetResult();
            eachBeat?.Invoke();
        }
    }

    public JsonObject Service() =>
        Call("DescribeServices", """{ "cluster": "prod", "services": ["web"] }""")["services"]![0]!.AsObject();

    /// <summary>The service deployments, newest first, in full.</summary>
    public IReadOnlyList<JsonObject> History()
    {
        var arns = Call("ListServiceDeployments", """{ "cluster": "prod", "service": "web" }""")["serviceDeployments"]!.AsArray()
            .Select(one => one!["serviceDeploymentArn"]!.GetValue<string>()).ToList();
        return [.. arns.Select(arn => Call("DescribeServiceDeployments", $$"""{ "serviceDeploymentArns": ["{{arn}}"] }""")["serviceDeployments"]![0]!.AsObject())];
    }

    public IReadOnlyList<JsonObject> TasksWith(string desiredStatus)
    {
        var arns = Call("ListTasks", $$"""{ "cluster": "prod", "desiredStatus": "{{desiredStatus}}" }""")["taskArns"]!;
        return arns.AsArray().Count == 0 ? []
            : [.. Call("DescribeTasks", $$"""{ "cluster": "prod", "tasks": {{arns.ToJsonString()}} }""")["tasks"]!.AsArray().Select(task => task!.AsObject())];
    }

    /// <summary>What the stock "services stable" waiter looks at.</summary>
    public bool Stable()
    {
        var service = Service();
        return service["deployments"]!.AsArray().Count == 1 && service["runningCount"]!.GetValue<int>() == service["desiredCount"]!.GetValue<int>();
    }

    private static string Anonymous(string message) =>
        System.Text.RegularExpressions.Regex.Replace(
            message.Replace(Group, "web", StringComparison.Ordinal), @"[0-9a-f]{32}|(?<=ecs-svc/)\d+", "*", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private EcsApi Start() =>
        new(new RehearsalTime(Clock, 1), new EcsPorts(Store, Tasks, Groups, Groups, Alarms, Logs, Images,
            reference => reference.EndsWith(":secret:db-AbCdEf", StringComparison.Ordinal) ? "s3cret" : throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")));
}

internal sealed class MemoryLogs : ILogStreams
{
    public HashSet<string> Groups { get; } = [];

    public List<string> Lines { get; } = [];

    public bool GroupExists(string group) => Groups.Contains(group);

    public void EnsureGroup(string group) => Groups.Add(group);

    public DateTimeOffset? Last(string group, string stream) => null;

    public void Append(string group, string stream, DateTimeOffset at, string message) => Lines.Add($"{group} {stream} {message}");
}

/// <summary>Alarms by name, in the state that the test gives them.</summary>
internal sealed class ScriptedAlarms : IAlarms
{
    public Dictionary<string, string> States { get; } = [];

    public string? State(string name) => States.GetValueOrDefault(name);
}

internal sealed class MemoryStore : IStateStore
{
    private readonly Dictionary<string, string> _documents = [];

    public T? Load<T>(string name, Func<JsonObject, T> read)
        where T : class =>
        _documents.TryGetValue(name, out var text) ? read(JsonNode.Parse(text)!.AsObject()) : null;

    public void Save(string name, JsonObject document) => _documents[name] = document.ToJsonString();
}

/// <summary>A registry <c>registry.test</c> with the images that the test names.</summary>
internal sealed class NoRegistry : IImages
{
    public Dictionary<string, string> Digests { get; } = [];

    public string? Resolve(string image) =>
        image.Contains('@', StringComparison.Ordinal) && Digests.ContainsValue(image.Split('@')[1]) ? image.Split('@')[1] : Digests.GetValueOrDefault(image);

    public bool IsOurs(string image) => image.StartsWith("registry.test/", StringComparison.Ordinal);
}
