using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>What gates ask of a load balancer's metrics, of requests that were really made.</summary>
public sealed class GateMetricsTests : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(30)]
    public async Task Requests_errors_times_and_hosts_are_told_at_short_periods_for_the_group_that_served(int period)
    {
        await using var bench = await Bench.Start();
        await bench.Ask(_client, ("/", 12), ("/status/404", 3), ("/status/500", 5));

        var live = await bench.Read(period, "live");
        Assert.Equal((20, 5, 3), (live["requests"].Sum(), live["errors"].Sum(), live["refused"].Sum()));
        Assert.NotEmpty(live["percent"]);
        Assert.All(live["percent"], value => Assert.Equal(25, value, precision: 6));
        Assert.All(live["p50"], value => Assert.InRange(value, 0.00001, 5));
        Assert.True(live["p50"].Max() <= live["p99"].Max());
        Assert.True(live["p90"].Max() <= live["p95"].Max());
        Assert.Equal(1, live["hosts"].Max());

        var idle = await bench.Read(period, "idle");
        Assert.All(idle.Where(one => one.Key is not ("filled" or "hosts")), one => Assert.Empty(one.Value));
        Assert.Equal((0, 0), (idle["filled"].Max(), idle["hosts"].Max()));
    }

    [Fact]
    public async Task A_weightless_group_has_hosts_and_no_requests()
    {
        await using var bench = await Bench.Start(serveIdle: true);
        await bench.Ask(_client, ("/", 4));

        var idle = await bench.Read(period: 1, "idle");

        Assert.Empty(idle["requests"]);
        Assert.Equal(1, idle["hosts"].Max());
    }

    /// <summary>Two groups behind one listener, of which <c>idle</c> gets nothing.</summary>
    private sealed class Bench(Cloud cloud, CloudWatchApi api, string balancer, IReadOnlyDictionary<string, string> groups, int port, Backend web) : IAsyncDisposable
    {
        public static async Task<Bench> Start(bool serveIdle = false)
        {
            var cloud = await Cloud.Start();
            var web = await Backend.Start("web");
            var (balancer, live, idle) = (await cloud.Balancer(), await cloud.Group("live"), await cloud.Group("idle"));
            var (_, port) = await cloud.Listener(balancer, Cloud.Forward((live, 1), (idle, 0)));
            foreach (var group in serveIdle ? new[] { live, idle } : [live])
            {
                cloud.Balancers.Register(group, web.Target, web.Endpoint);
                await cloud.Until(group, web.Target, "healthy");
            }

            var api = new CloudWatchApi(cloud.Metrics, new(cloud.Store, cloud.Metrics, TimeProvider.System), TimeProvider.System);
            var bench = new Bench(cloud, api, balancer, new Dictionary<string, string> { ["live"] = live, ["idle"] = idle }, port, web);
            await Cloud.Wait(() => cloud.Sum("HealthyHostCount", balancer, serveIdle ? idle : live, "Maximum") == 1, "a healthy host to be counted");
            return bench;
        }

        public async Task Ask(HttpClient client, params (string Path, int Times)[] requests)
        {
            foreach (var path in requests.SelectMany(request => Enumerable.Repeat(request.Path, request.Times)))
            {
                using var answer = await client.GetAsync($"http://127.0.0.1:{port}{path}", TestContext.Current.CancellationToken);
            }
        }

        /// <summary>The values of each query, oldest first. All of them are complete.</summary>
        public async Task<IReadOnlyDictionary<string, IReadOnlyList<double>>> Read(int period, string group)
        {
            var now = TimeProvider.System.GetUtcNow();
            var reply = await api.Call("GetMetricData", JsonSerializer.SerializeToNode(new
            {
                StartTime = now.AddSeconds(-120).ToUnixTimeSeconds(),
                EndTime = now.AddSeconds(2 * period).ToUnixTimeSeconds(),
                ScanBy = "TimestampAscending",
                MetricDataQueries = new object[]
                {
                    Stat("requests", "RequestCount", "Sum"), Stat("errors", "HTTPCode_Target_5XX_Count", "Sum"), Stat("refused", "HTTPCode_Target_4XX_Count", "Sum"),
                    Stat("p50", "TargetResponseTime", "p50"), Stat("p90", "TargetResponseTime", "p90"), Stat("p95", "TargetResponseTime", "p95"), Stat("p99", "TargetResponseTime", "p99"),
                    Stat("hosts", "HealthyHostCount", "Maximum"),
                    new { Id = "percent", Expression = "100 * (SUM(errors) / SUM(requests))" },
                    new { Id = "filled", Expression = "FILL(errors, 0)" },
                },
            })!.AsObject(), Cloud.Caller, TestContext.Current.CancellationToken);

            return reply["MetricDataResults"]!.AsArray().ToDictionary(result => result!["Id"]!.GetValue<string>(), Values);

            object Stat(string id, string name, string statistic) => new
            {
                Id = id,
                MetricStat = new
                {
                    Metric = new
                    {
                        Namespace = "AWS/ApplicationELB",
                        MetricName = name,
                        Dimensions = new[]
                        {
                            new { Name = "LoadBalancer", Value = Arns.After(balancer, ":loadbalancer/") },
                            new { Name = "TargetGroup", Value = "targetgroup/" + Arns.After(groups[group], ":targetgroup/") },
                        },
                    },
                    Period = period,
                    Stat = statistic,
                },
            };
        }

        public async ValueTask DisposeAsync()
        {
            await cloud.DisposeAsync();
            await web.DisposeAsync();
        }

        private static IReadOnlyList<double> Values(JsonNode? result)
        {
            Assert.Equal("Complete", result!["StatusCode"]!.GetValue<string>());
            return [.. result["Values"]!.AsArray().Select(value => value!.GetValue<double>())];
        }
    }
}
