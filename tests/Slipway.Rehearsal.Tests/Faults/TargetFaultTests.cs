using System.Diagnostics;
using System.Net;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.Faults;

/// <summary>Real servers behind the load balancer, to whose checks and answers something happens on the way.</summary>
public sealed class TargetFaultTests : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly FaultSwitches _switches;
    private readonly KnownTasks _tasks = new();
    private readonly TargetFaults _faults;

    public TargetFaultTests()
    {
        var time = new RehearsalTime(TimeProvider.System, 60);
        _switches = new(time);
        _faults = new(_switches, _tasks, time);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_checks_of_a_task_fail_although_it_runs_and_pass_again_after_the_fault()
    {
        await using var bench = await Bench.Start(this);
        await using var other = await bench.Serve("other", revision: 1);

        Switch("""[{"taskDefinition": "web:2", "kind": "unhealthy"}]""");
        await bench.Cloud.Until(bench.Group, bench.Web.Target, "unhealthy");

        Assert.Equal("Target.Timeout", bench.Cloud.Balancers.Health(bench.Group, bench.Web.Target).Reason);
        Assert.Equal("healthy", bench.Cloud.Balancers.Health(bench.Group, other.Target).State);
        Assert.Equal((false, true), (bench.Cloud.Balancers.Targets.IsHealthy(bench.Web.Endpoint), bench.Cloud.Balancers.Targets.IsHealthy(other.Endpoint)));
        Assert.Equal(["other"], await bench.Answers(10));

        Switch("[]");
        await bench.Cloud.Until(bench.Group, bench.Web.Target, "healthy");
    }

    [Fact]
    public async Task Answers_come_late_and_the_target_is_measured_to_be_slow()
    {
        await using var bench = await Bench.Start(this);
        Switch("""[{"service": "web", "kind": "slow", "milliseconds": 250, "count": 2}]""");

        var began = Stopwatch.GetTimestamp();
        Assert.Equal("web", await _client.GetStringAsync(bench.Address, TestContext.Current.CancellationToken));

        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(240));
        Assert.InRange(bench.Cloud.Sum("TargetResponseTime", bench.Balancer, bench.Group, "Minimum"), 0.24, 5);
        Assert.Equal("healthy", bench.Cloud.Balancers.Health(bench.Group, bench.Web.Target).State);
    }

    [Fact]
    public async Task An_answer_that_is_later_than_a_target_may_be_silent_is_a_504()
    {
        await using var bench = await Bench.Start(this);
        await bench.Cloud.Call("ModifyLoadBalancerAttributes", new { LoadBalancerArn = bench.Balancer, Attributes = new[] { new { Key = "idle_timeout.timeout_seconds", Value = "1" } } });
        Switch("""[{"service": "web", "kind": "slow", "milliseconds": 60000, "count": 1}]""");

        using var late = await _client.GetAsync(bench.Address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        Assert.Equal("web", await _client.GetStringAsync(bench.Address, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_share_of_the_answers_becomes_500_and_is_counted_as_the_targets()
    {
        await using var bench = await Bench.Start(this);
        Switch("""[{"image": "chat/web", "kind": "errors", "probability": 0.5, "seed": 3}]""");

        var answers = new List<int>();
        for (var i = 0; i < 60; i++)
        {
            using var answer = await _client.GetAsync(bench.Address, TestContext.Current.CancellationToken);
            answers.Add((int)answer.StatusCode);
            Assert.Equal(answer.IsSuccessStatusCode ? "web" : "", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var errors = answers.Count(status => status == 500);
        Assert.InRange(errors, 15, 45);
        Assert.Equal(60 - errors, answers.Count(status => status == 200));
        Assert.Equal((60, errors), (bench.Web.Requests, bench.Cloud.Sum("HTTPCode_Target_5XX_Count", bench.Balancer, bench.Group)));
        Assert.Equal((60 - errors, 0), (bench.Cloud.Sum("HTTPCode_Target_2XX_Count", bench.Balancer, bench.Group), bench.Cloud.Sum("HTTPCode_ELB_5XX_Count", bench.Balancer)));
    }

    private void Switch(string faults) => _switches.Switch(new FaultRequest(["ecs"]).Parse(faults));

    /// <summary>A load balancer with one healthy target, which is a task of revision 2 of <c>web</c>.</summary>
    private sealed class Bench : IAsyncDisposable
    {
        private TargetFaultTests _test = null!;

        public required Cloud Cloud { get; init; }

        public required string Balancer { get; init; }

        public required string Group { get; init; }

        public required Uri Address { get; init; }

        public Backend Web { get; private set; } = null!;

        public static async Task<Bench> Start(TargetFaultTests test)
        {
            var cloud = await Cloud.Start(faults: test._faults);
            var (balancer, group) = (await cloud.Balancer(), await cloud.Group("web"));
            var (_, port) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
            var bench = new Bench { Cloud = cloud, Balancer = balancer, Group = group, Address = new($"http://127.0.0.1:{port}/"), _test = test };
            bench.Web = await bench.Serve("web", revision: 2);
            return bench;
        }

        public async Task<Backend> Serve(string name, int revision)
        {
            var backend = await Backend.Start(name);
            _test._tasks.Add(new KnownTask(name, new("web", "web", revision), [new("app", $"registry:5000/chat/{name}:1", true)], [backend.Endpoint], DateTimeOffset.UnixEpoch));
            Cloud.Balancers.Register(Group, backend.Target, backend.Endpoint);
            await Cloud.Until(Group, backend.Target, "healthy");
            return backend;
        }

        /// <summary>Who answered so many requests.</summary>
        public async Task<IReadOnlyList<string>> Answers(int times)
        {
            var names = new SortedSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < times; i++)
                names.Add(await _test._client.GetStringAsync(Address, TestContext.Current.CancellationToken));

            return [.. names];
        }

        public async ValueTask DisposeAsync()
        {
            await Cloud.DisposeAsync();
            await Web.DisposeAsync();
        }
    }
}
