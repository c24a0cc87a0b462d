using System.Net;
using System.Runtime.Versioning;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Gates;
using Slipway.Provisioning;
using Slipway.Rehearsal;
using Slipway.Services;
using Slipway.Tests.Images;
using Slipway.Tests.Provisioning;
using Slipway.Traffic;

namespace Slipway.Tests.Gates;

/// <summary>Real requests through the rehearsal's load balancer, judged by what its CloudWatch says of them, a minute to the second.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedGateTests : IAsyncLifetime
{
    private const double Speed = 60;

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly Application Shop = ImpliedInfrastructureTests.Shop(
        ImpliedInfrastructureTests.Service("web", Route.Default), ImpliedInfrastructureTests.Service("old", Route.Path("/old/*")));

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private RehearsalCloud _cloud = null!;
    private AwsSession _session = null!;
    private LoopbackServer _backend = null!;
    private Infrastructure _infrastructure = null!;
    private IReadOnlyDictionary<string, string> _addresses = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new NoTasks()) { Speed = Speed }, Ct);
        _session = new AwsSession(DeployEnvironment.Local, _cloud.AwsEndpoint);
        _backend = await LoopbackServer.Start(call => Reply.Json("{}", call.PathAndQuery.EndsWith("broken", StringComparison.Ordinal) ? 500 : 200));
        _infrastructure = await new AwsRehearsalInfrastructure(
            _session.Ecs, new AwsRehearsalBalancing(_session.LoadBalancing), new AwsRehearsalSites(_session.S3, _session.CloudFront)).Ensure(ImpliedInfrastructure.Of(Shop, DeployEnvironment.Local), DeployEnvironment.Local, Ct);
        _addresses = await new AwsAddresses(_session.LoadBalancing).Of(Shop.Services, DeployEnvironment.Local, _infrastructure.TargetGroups, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _session.Dispose();
        await _backend.DisposeAsync();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Gates_pass_on_good_answers_fail_on_bad_ones_and_are_inconclusive_without_any()
    {
        var metrics = new AwsMetrics(_session.CloudWatch, _session.LoadBalancing);
        var keeper = new GateKeeper(metrics, new AwsTargetHealth(_session.LoadBalancing), new Tempo(Speed), TimeProvider.System);
        var subject = new GateSubject("web", _infrastructure.TargetGroups["web"], _infrastructure.TargetGroups["old"]);
        await Register("web");
        await Register("old");
        Assert.True((await metrics.Dimensions([subject.New], Ct)).Is(out var dimensions));
        await Alarm("failing", dimensions[subject.New]);
        Gate[] gates =
        [
            Gate.HealthyHosts.AtLeast(1),
            Gate.ServerErrors.Below(0.1),
            Gate.ServerErrors.AtMostTimesOld(3),
            Gate.P95.Below(TimeSpan.FromSeconds(30)),
            Gate.Metric(
                "bad / requests",
                new("bad", "AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", Statistic.Sum, CloudWatchDimension.LoadBalancer, CloudWatchDimension.NewTargetGroup),
                new("requests", "AWS/ApplicationELB", "RequestCount", Statistic.Sum, CloudWatchDimension.LoadBalancer, CloudWatchDimension.NewTargetGroup)).Below(0.5),
            Gate.Alarm("failing"),
        ];

        var quiet = await Judge(keeper, gates, subject, TimeProvider.System.GetUtcNow(), report => report.Findings[0].Answer == GateAnswer.Pass && report.Findings[1].Seen.Contains("got 0 requests", StringComparison.Ordinal));
        Assert.Equal("Pass Inconclusive Inconclusive Inconclusive Inconclusive Inconclusive", Answers(quiet));

        var good = await NextSecond();
        await Send("web", "fine", 40);
        await Send("old", "fine", 40);
        var passing = await Judge(keeper, gates, subject, good, report => report.Findings[1].Seen.Contains("of 40 ", StringComparison.Ordinal) && report.Findings[2].Answer != GateAnswer.Inconclusive);
        Assert.Equal("Pass Pass Pass Pass Inconclusive", string.Join(' ', Answers(passing).Split(' ').Take(5)));
        Assert.Equal("0 % of 40 answers are 5xx, at most 10 %", passing.Findings[1].Seen);

        var bad = await NextSecond();
        await Send("old", "fine", 40);
        await Send("web", "broken", 40);
        var failing = await Judge(keeper, gates, subject, bad, report => report.Findings[1].Seen.Contains("of 40 ", StringComparison.Ordinal) && report.Findings[2].Answer != GateAnswer.Inconclusive);
        Assert.Equal("Pass Fail Fail Pass Fail Fail", Answers(failing));
        Assert.Equal("100 % of 40 answers are 5xx, at most 10 %", failing.Findings[1].Seen);
    }

    private static string Answers(GateReport report) => string.Join(' ', report.Findings.Select(finding => finding.Answer));

    /// <summary>Asks until it has come to what is waited for, as a hold does.</summary>
    private static async Task<GateReport> Judge(GateKeeper keeper, Gate[] gates, GateSubject subject, DateTimeOffset since, Func<GateReport, bool> until)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var report = await keeper.Judge(gates, subject, since, Ct);
            if (until(report))
                return report;

            Assert.False(limit.IsCancellationRequested, string.Join('\n', report.Findings.Select(finding => $"{finding.Answer} {finding.Seen}")));
            await Task.Delay(50, Ct);
        }
    }

    /// <summary>The beginning of a period, so that nothing that is sent after it falls into one that began before.</summary>
    private static async Task<DateTimeOffset> NextSecond()
    {
        var now = TimeProvider.System.GetUtcNow();
        var next = now.AddTicks(TimeSpan.TicksPerSecond - (now.Ticks % TimeSpan.TicksPerSecond));
        while (TimeProvider.System.GetUtcNow() < next)
            await Task.Delay(5, Ct);

        return next;
    }

    private async Task Send(string service, string path, int count)
    {
        var address = new UriBuilder(_addresses[service]) { Host = "127.0.0.1" }.Uri;
        for (var sent = 0; sent < count; sent++)
        {
            using var answer = await _client.GetAsync(new Uri(address, path), Ct);
            Assert.Equal(path == "broken" ? HttpStatusCode.InternalServerError : HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private async Task Register(string service)
    {
        var backend = new Uri(_backend.Url);
        await Ask("elasticloadbalancing", "2015-12-01", "RegisterTargets", new()
        {
            ["TargetGroupArn"] = _infrastructure.TargetGroups[service],
            ["Targets.member.1.Id"] = "127.0.0.1",
            ["Targets.member.1.Port"] = $"{backend.Port}",
        });
    }

    /// <summary>Goes off at the first 5xx of the last minute.</summary>
    private Task Alarm(string name, GroupDimensions group) => Ask("monitoring", "2010-08-01", "PutMetricAlarm", new()
    {
        ["AlarmName"] = name,
        ["Namespace"] = "AWS/ApplicationELB",
        ["MetricName"] = "HTTPCode_Target_5XX_Count",
        ["Dimensions.member.1.Name"] = "TargetGroup",
        ["Dimensions.member.1.Value"] = group.TargetGroup,
        ["Dimensions.member.2.Name"] = "LoadBalancer",
        ["Dimensions.member.2.Value"] = group.LoadBalancer,
        ["Statistic"] = "Sum",
        ["Period"] = "1",
        ["EvaluationPeriods"] = "60",
        ["DatapointsToAlarm"] = "1",
        ["Threshold"] = "1",
        ["ComparisonOperator"] = "GreaterThanOrEqualToThreshold",
    });

    /// <summary>What the clients of this project have no operation for, as any other client asks it.</summary>
    private async Task Ask(string service, string version, string action, Dictionary<string, string> parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _cloud.AwsEndpoint)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("Action", action), KeyValuePair.Create("Version", version), .. parameters]),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        using var answer = await _client.SendAsync(request, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}
