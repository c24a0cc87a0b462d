using System.Net;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Logs;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecs;

/// <summary>ECS at AWS's own speed on a clock that the test moves, with scripted tasks and a load balancer that believes their scripts.</summary>
internal sealed class EcsBench : IDisposable
{
    public const string Group = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/1";

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
        new(new RehearsalTime(Clock, 1), new EcsPorts(Store, Tasks, Groups, Logs, Images,
            reference => reference.EndsWith(":secret:db-AbCdEf", StringComparison.Ordinal) ? "s3cret" : throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")));
}

/// <summary>Target groups whose targets are as healthy as their scripts say. Unhealthy shows after ten seconds.</summary>
internal sealed class ScriptedGroups(ScriptedTasks tasks, TimeProvider clock) : ITargetGroups
{
    private readonly Dictionary<Target, (IPEndPoint Endpoint, DateTimeOffset At)> _targets = [];
    private readonly Dictionary<Target, DateTimeOffset> _draining = [];

    public bool InUse { get; set; } = true;

    public TimeSpan Delay { get; } = TimeSpan.FromSeconds(20);

    public int Registered => _targets.Count;

    public TargetGroupInfo? Find(string targetGroupArn) =>
        targetGroupArn == EcsBench.Group ? new TargetGroupInfo(targetGroupArn, "web", 8080, "ip", InUse, Delay) : null;

    public void Register(string targetGroupArn, Target target, IPEndPoint endpoint) => _targets[target] = (endpoint, clock.GetUtcNow());

    public void Deregister(string targetGroupArn, Target target)
    {
        _targets.Remove(target);
        _draining[target] = clock.GetUtcNow();
        tasks.Calls.Add("deregister");
    }

    public void Forget() => _targets.Clear();

    public TargetHealth Health(string targetGroupArn, Target target) =>
        _targets.TryGetValue(target, out var known)
            ? tasks.Healthy(known.Endpoint) switch
            {
                true => new TargetHealth("healthy"),
                false when clock.GetUtcNow() - known.At >= TimeSpan.FromSeconds(10) => new TargetHealth("unhealthy", "Target.FailedHealthChecks", "Health checks failed"),
                _ => new TargetHealth("initial", "Elb.InitialHealthChecking"),
            }
            : _draining.TryGetValue(target, out var since) && clock.GetUtcNow() - since < Delay ? new TargetHealth("draining") : new TargetHealth("unused");
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
