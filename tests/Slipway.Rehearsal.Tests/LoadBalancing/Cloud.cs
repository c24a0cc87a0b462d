using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Load balancers and their metrics in this process, at 60 times the speed unless said otherwise.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    public static readonly Caller Caller = new("key", "111122223333", "eu-west-1");

    private Cloud(LoadBalancers balancers, MetricStore metrics, MemoryStore store)
    {
        (Balancers, Metrics, Store) = (balancers, metrics, store);
        Api = new(balancers, TimeProvider.System);
    }

    public LoadBalancers Balancers { get; }

    public LoadBalancingApi Api { get; }

    public MetricStore Metrics { get; }

    public MemoryStore Store { get; }

    public static async Task<Cloud> Start(MemoryStore? store = null, double speed = 60, int seed = 7, ITargetFaults? faults = null)
    {
        var random = new Random(seed);
        var metrics = new MetricStore(TimeProvider.System);
        store ??= new MemoryStore();
        var balancers = await LoadBalancers.Start(store, new RehearsalTime(TimeProvider.System, speed), metrics, faults ?? new NoTargetFaults(), Unit, TestContext.Current.CancellationToken);
        return new Cloud(balancers, metrics, store);

        double Unit()
        {
            lock (random)
                return random.NextDouble();
        }
    }

    public async Task<JsonObject> Call(string operation, object input) =>
        await Api.Call(operation, System.Text.Json.JsonSerializer.SerializeToNode(input)!.AsObject(), Caller, TestContext.Current.CancellationToken);

    public async Task<AwsError> Refused(string operation, object input) =>
        await Assert.ThrowsAsync<AwsError>(() => Call(operation, input));

    public async Task<string> Balancer(string name = "web") =>
        (await Call("CreateLoadBalancer", new { Name = name, Subnets = new[] { "subnet-a", "subnet-b" } }))["LoadBalancers"]![0]!["LoadBalancerArn"]!.ToString();

    public async Task<string> Group(string name, int interval = 6) =>
        (await Call("CreateTargetGroup", new { Name = name, Protocol = "HTTP", Port = "8080", VpcId = "vpc-1", TargetType = "ip", HealthCheckPath = "/health", HealthCheckIntervalSeconds = $"{interval}", HealthyThresholdCount = "2" }))
        ["TargetGroups"]![0]!["TargetGroupArn"]!.ToString();

    /// <summary>A listener on a free port, whose default action forwards by weights.</summary>
    public async Task<(string Arn, int Port)> Listener(string balancer, object action)
    {
        var port = FreePort();
        var created = await Call("CreateListener", new { LoadBalancerArn = balancer, Protocol = "HTTP", Port = $"{port}", DefaultActions = new[] { action } });
        return (created["Listeners"]![0]!["ListenerArn"]!.ToString(), port);
    }

    public static object Forward(params (string Group, int Weight)[] groups) => new
    {
        Type = "forward",
        ForwardConfig = new { TargetGroups = groups.Select(group => new { TargetGroupArn = group.Group, Weight = $"{group.Weight}" }) },
    };

    public async Task Until(string group, Target target, string state, int seconds = 15) =>
        await Wait(() => Balancers.Health(group, target).State == state, $"{target} to be {state}", seconds);

    public static async Task Wait(Func<bool> condition, string what, int seconds = 15)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited {seconds} s for {what}");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    public double Sum(string metric, string balancer, string? group = null, string statistic = "Sum")
    {
        (string, string)[] dimensions = group is null
            ? [("LoadBalancer", Arns.After(balancer, ":loadbalancer/"))]
            : [("LoadBalancer", Arns.After(balancer, ":loadbalancer/")), ("TargetGroup", "targetgroup/" + Arns.After(group, ":targetgroup/"))];
        var now = TimeProvider.System.GetUtcNow();
        return Metrics.Read(new("AWS/ApplicationELB", metric, "", dimensions), CloudWatch.Statistic.Parse(statistic), 3600, now.AddHours(-1), now.AddHours(1)).Values.Sum();
    }

    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync() => Balancers.DisposeAsync();
}

internal sealed class MemoryStore : IStateStore
{
    private readonly Dictionary<string, string> _documents = [];

    public int Saves { get; private set; }

    public T? Load<T>(string name, Func<JsonObject, T> read)
        where T : class =>
        _documents.TryGetValue(name, out var text) ? read(JsonNode.Parse(text)!.AsObject()) : null;

    public void Save(string name, JsonObject document)
    {
        _documents[name] = document.ToJsonString();
        Saves++;
    }
}
