using Slipway.Gates;
using Slipway.Services;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Gates;

public sealed class GateKeeperTests
{
    private const string Requests = "new RequestCount Sum";
    private const string Errors = "new HTTPCode_Target_5XX_Count Sum";
    private const string OldRequests = "old RequestCount Sum";
    private const string OldErrors = "old HTTPCode_Target_5XX_Count Sum";
    private const string P95 = "new TargetResponseTime p95";
    private const string OldP95 = "old TargetResponseTime p95";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly GateSubject Both = new("server", FakeMetrics.New, FakeMetrics.Old);

    private readonly FakeMetrics _metrics = new();
    private readonly SteppedTime _time = new();

    /// <summary>Gate, values by metric, whether there is an old version, and the finding.</summary>
    public static TheoryData<Gate, string, bool, string> Findings => new()
    {
        { Gate.ServerErrors.Below(0.01), $"{Requests}: 400 112; {Errors}: 2 -", true, "Pass 0.391 % of 512 answers are 5xx, at most 1 %" },
        { Gate.ServerErrors.Below(0.01), $"{Requests}: 400 112; {Errors}: 2 4", true, "Fail 1.172 % of 512 answers are 5xx, at most 1 %" },
        { Gate.ServerErrors.Below(0.01), $"{Requests}: 100; {Errors}: 1", true, "Pass 1 % of 100 answers are 5xx, at most 1 %" },
        { Gate.ServerErrors.Below(0.01), $"{Requests}: 20", true, "Pass 0 % of 20 answers are 5xx, at most 1 %" },
        { Gate.ServerErrors.Below(0.01), $"{Requests}: 10 - 9; {Errors}: 10 - 9", true, "Inconclusive share of 5xx: the new version got 19 requests, and at least 20 are needed" },
        { Gate.ServerErrors.Below(0.01) with { MinimumRequests = 5 }, $"{Requests}: 10; {Errors}: 10", true, "Fail 100 % of 10 answers are 5xx, at most 1 %" },
        { Gate.ServerErrors.Below(0.01), "", true, "Inconclusive share of 5xx: the new version got 0 requests, and at least 20 are needed" },
        { Gate.ClientErrors.Below(0.05), $"{Requests}: 100; {Errors}: 100; new HTTPCode_Target_4XX_Count Sum: 4", true, "Pass 4 % of 100 answers are 4xx, at most 5 %" },
        { Gate.ServerErrors.AtMostTimesOld(2), $"{Requests}: 100; {Errors}: 4; {OldRequests}: 900; {OldErrors}: 18", true, "Pass 4 % of 100 answers are 5xx, at most 2 times the old version's 2 % of 900" },
        { Gate.ServerErrors.AtMostTimesOld(2), $"{Requests}: 100; {Errors}: 5; {OldRequests}: 900; {OldErrors}: 18", true, "Fail 5 % of 100 answers are 5xx, at most 2 times the old version's 2 % of 900" },
        {
            Gate.ServerErrors.AtMostTimesOld(2), $"{Requests}: 1000; {Errors}: 1; {OldRequests}: 1000", true,
            "Pass 0.1 % of 1000 answers are 5xx, at most 2 times the old version's 0.1 % of 1000, where none is counted as one"
        },
        { Gate.ServerErrors.AtMostTimesOld(2), $"{Requests}: 100; {OldRequests}: 19", true, "Inconclusive share of 5xx: the old version got 19 requests, and at least 20 are needed" },
        { Gate.ServerErrors.AtMostTimesOld(2), $"{Requests}: 19; {OldRequests}: 100", true, "Inconclusive share of 5xx: the new version got 19 requests, and at least 20 are needed" },
        { Gate.ServerErrors.AtMostTimesOld(2), $"{Requests}: 100; {Errors}: 100", false, "Pass 100 % of 100 answers are 5xx; no old version has traffic to compare with" },
        {
            Gate.ServerErrors.Below(0.5) with { TimesOld = 2 }, $"{Requests}: 100; {Errors}: 60", true,
            "Fail 60 % of 100 answers are 5xx, at most 50 %"
        },
        { Gate.P95.Below(TimeSpan.FromSeconds(0.5)), $"{Requests}: 300 212; {P95}: 0.3 0.42", true, "Pass p95 is 420 ms in the worst period, 512 answers in all, at most 500 ms" },
        { Gate.P95.Below(TimeSpan.FromSeconds(0.5)), $"{Requests}: 300 - 212; {P95}: 0.51 - 0.1", true, "Fail p95 is 510 ms in the worst period, 512 answers in all, at most 500 ms" },
        { Gate.P95.Below(TimeSpan.FromSeconds(20)), $"{Requests}: 100; {P95}: 12.5", true, "Pass p95 is 12.5 s in the worst period, 100 answers in all, at most 20 s" },
        { Gate.P95.Below(TimeSpan.FromSeconds(0.5)), $"{Requests}: 19; {P95}: 0.1", true, "Inconclusive p95: the new version got 19 requests, and at least 20 are needed" },
        { Gate.P95.Below(TimeSpan.FromSeconds(0.5)), $"{Requests}: 40", true, "Inconclusive p95: none of 40 requests has a response time" },
        {
            Gate.P95.AtMostTimesOld(1.5), $"{Requests}: 40; {P95}: 0.3; {OldRequests}: 400; {OldP95}: 0.1 0.2", true,
            "Pass p95 is 300 ms in the worst period, 40 answers in all, at most 1.5 times the old version's 200 ms"
        },
        {
            Gate.P95.AtMostTimesOld(1.5), $"{Requests}: 40; {P95}: 0.31; {OldRequests}: 400; {OldP95}: 0.1 0.2", true,
            "Fail p95 is 310 ms in the worst period, 40 answers in all, at most 1.5 times the old version's 200 ms"
        },
        { Gate.P95.AtMostTimesOld(1.5), $"{Requests}: 40; {P95}: 0.3; {OldRequests}: 1; {OldP95}: 0.1", true, "Inconclusive p95: the old version got 1 requests, and at least 20 are needed" },
        { Gate.P95.AtMostTimesOld(1.5), $"{Requests}: 40; {P95}: 0.3", true, "Pass p95 is 300 ms in the worst period, 40 answers in all; no old version has traffic to compare with" },
        { Gate.ServerErrors.AtMostTimesOld(2), $"{Requests}: 40; {Errors}: 20", true, "Pass 50 % of 40 answers are 5xx; no old version has traffic to compare with" },
        { Gate.P95.AtMostTimesOld(1.5), $"{Requests}: 40; {P95}: 0.3", false, "Pass p95 is 300 ms in the worst period, 40 answers in all; no old version has traffic to compare with" },
        { Orders().AtLeast(5), "orders: 9 - 5 7", true, "Pass orders is 5 in the worst of 3 periods (03:07:00 UTC), at least 5" },
        { Orders().AtLeast(5), "orders: 9 4 7", true, "Fail orders is 4 in the worst of 3 periods (03:06:00 UTC), at least 5" },
        { Orders().Below(8), "orders: 9 4 7", true, "Fail orders is 9 in the worst of 3 periods (03:05:00 UTC), at most 8" },
        { Orders().Below(9) with { Least = 5 }, "orders: 9 4 7", true, "Fail orders is 4 in the worst of 3 periods (03:06:00 UTC), at least 5 and at most 9" },
        { Orders().Below(8) with { Least = 4 }, "orders: 9 4 7", true, "Fail orders is 9 in the worst of 3 periods (03:05:00 UTC), at least 4 and at most 8" },
        { Orders().AtLeast(0), "orders: -", true, "Inconclusive orders has no value yet" },
        { Orders(CloudWatchDimension.OldTargetGroup).AtLeast(0), "", false, "Pass orders: no old version has traffic to compare with" },
    };

    /// <summary>States of targets, and the finding of at least two healthy ones.</summary>
    public static TheoryData<string, string> Hosts => new()
    {
        { "healthy healthy", "Pass 2 of 2 targets are healthy, at least 2" },
        { "healthy healthy unhealthy", "Pass 2 of 3 targets are healthy, at least 2; 10.0.0.2:80 is unhealthy (Target.Timeout)" },
        { "healthy initial", "Inconclusive 1 of 2 targets are healthy, at least 2; 1 is still being checked" },
        { "initial initial", "Inconclusive 0 of 2 targets are healthy, at least 2; 2 are still being checked" },
        { "healthy unused", "Fail 1 of 2 targets are healthy, at least 2; 10.0.0.1:80 is unused (Target.Timeout)" },
        { "healthy draining draining", "Fail 1 of 1 targets are healthy, at least 2" },
        { "", "Fail 0 of 0 targets are healthy, at least 2" },
    };

    /// <summary>State of an alarm, and its finding.</summary>
    public static TheoryData<string?, string> Alarms => new()
    {
        { "OK", "Pass alarm 5xx is OK" },
        { "ALARM", "Fail alarm 5xx is in ALARM: 3 of 3 above 1" },
        { "INSUFFICIENT_DATA", "Inconclusive alarm 5xx is INSUFFICIENT_DATA: 3 of 3 above 1" },
        { null, "Fail there is no alarm 5xx: create it in the environment's account and region, or correct the name in the definition" },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public async Task A_gate_on_metrics_passes_fails_or_is_inconclusive_and_says_what_it_saw(Gate gate, string values, bool hasOld, string finding)
    {
        foreach (var metric in values.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(metric => metric.Split(": ")))
            _metrics.Values[metric[0]] = [.. metric[1].Split(' ').Select(value => value == "-" ? (double?)null : double.Parse(value))];

        Assert.Equal([finding], await Judge(hasOld ? Both : Both with { Old = null }, gate));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Healthy_hosts_are_those_that_the_load_balancer_calls_healthy(string states, string finding)
    {
        _metrics.Seen.AddRange(states.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((state, index) =>
            new TargetState($"10.0.0.{index}:80", state, state == "healthy" ? null : "Target.Timeout", null)));

        Assert.Equal([finding], await Judge(Both, Gate.HealthyHosts.AtLeast(2)));
        Assert.Equal(["targets new"], _metrics.Calls);
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public async Task An_alarm_is_told_by_its_state(string? state, string finding)
    {
        if (state is not null)
            _metrics.States["5xx"] = new AlarmState(state, "3 of 3 above 1");

        Assert.Equal([finding], await Judge(Both, Gate.Alarm("5xx")));
        Assert.Equal(["alarms 5xx"], _metrics.Calls);
    }

    [Fact]
    public async Task All_gates_of_a_subject_are_asked_together_and_answered_in_their_order()
    {
        _metrics.Values[Requests] = [100];
        _metrics.Values[OldRequests] = [19];
        _metrics.Values[P95] = [0.2];
        _metrics.States["slow"] = new AlarmState("OK", "");
        _metrics.Seen.Add(new TargetState("10.0.0.1:80", "healthy", null, null));

        var findings = await Judge(
            Both, Gate.P95.Below(TimeSpan.FromSeconds(1)), Gate.Alarm("slow"), Gate.ServerErrors.Below(0.01), Gate.HealthyHosts.AtLeast(1), Gate.Alarm("gone"), Gate.ServerErrors.AtMostTimesOld(2));

        Assert.Equal(["Pass", "Pass", "Pass", "Pass", "Fail", "Inconclusive"], findings.Select(finding => finding.Split(' ')[0]));
        Assert.Equal(["alarms slow gone", "dimensions 2", "read 8 03:05:00 03:12:00", "targets new"], _metrics.Calls.Order());
    }

    [Fact]
    public async Task Without_gates_nothing_is_asked_and_the_report_passes()
    {
        var report = await Keeper().Judge([], Both, SteppedTime.Start, Ct);

        Assert.Equal(GateAnswer.Pass, report.Answer);
        Assert.Empty(_metrics.Calls);
    }

    [Fact]
    public async Task Before_the_first_whole_period_is_known_a_metric_is_inconclusive_and_nothing_is_read()
    {
        // 03:04:05 is inside of a period: the first whole one ends at 03:06:00 and is known three minutes later.
        _time.Advance(TimeSpan.FromSeconds((4 * 60) + 54));

        Assert.Equal(["Inconclusive share of 5xx: nothing is known of the time since 03:04:05 UTC before 03:09:00"], await Judge(Both, _time, Gate.ServerErrors.Below(0.01)));
        Assert.Empty(_metrics.Calls);

        _time.Advance(TimeSpan.FromSeconds(1));
        await Judge(Both, _time, Gate.ServerErrors.Below(0.01));
        Assert.Equal(["dimensions 2", "read 2 03:05:00 03:06:00"], _metrics.Calls);
    }

    [Fact]
    public async Task Metrics_are_read_once_for_each_period_that_became_known_and_again_when_they_were_not_whole()
    {
        var keeper = Keeper();
        _metrics.Problems[Errors] = "PartialData (more is to come)";
        _time.Advance(TimeSpan.FromMinutes(6));

        var first = await keeper.Judge([Gate.ServerErrors.Below(0.01), Gate.Alarm("5xx")], Both, SteppedTime.Start, Ct);
        Assert.Equal("share of 5xx: CloudWatch did not give all values: PartialData (more is to come)", first.Findings[0].Seen);
        Assert.Equal(GateAnswer.Inconclusive, first.Findings[0].Answer);

        _metrics.Problems.Clear();
        for (var look = 0; look < 3; look++)
            await keeper.Judge([Gate.ServerErrors.Below(0.01), Gate.Alarm("5xx")], Both, SteppedTime.Start, Ct);

        _time.Advance(TimeSpan.FromMinutes(1));
        await keeper.Judge([Gate.ServerErrors.Below(0.01), Gate.Alarm("5xx")], Both, SteppedTime.Start, Ct);

        Assert.Equal(["read 2 03:05:00 03:07:00", "read 2 03:05:00 03:07:00", "read 2 03:05:00 03:08:00"], _metrics.Calls.Where(call => call.StartsWith("read", StringComparison.Ordinal)));
        Assert.Equal(5, _metrics.Calls.Count(call => call == "alarms 5xx"));
    }

    [Fact]
    public async Task What_AWS_does_not_tell_is_inconclusive_and_named()
    {
        _metrics.NoMetrics = "needs cloudwatch:GetMetricData";
        _metrics.NoAlarms = "needs cloudwatch:DescribeAlarms";
        Assert.Equal(
            [
                "Inconclusive p99: metrics could not be read: needs cloudwatch:GetMetricData",
                "Inconclusive alarm 5xx could not be read: needs cloudwatch:DescribeAlarms",
            ],
            await Judge(Both, Gate.P99.Below(TimeSpan.FromSeconds(1)), Gate.Alarm("5xx")));

        _metrics.Unattached.Add(FakeMetrics.New);
        Assert.Equal(
            [$"Inconclusive p99: no load balancer uses {FakeMetrics.New}, so that nothing is measured there"],
            await Judge(Both, Gate.P99.Below(TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task The_placeholders_of_an_expression_are_filled_in_with_the_versions_that_are_judged()
    {
        var gate = Gate.Metric(
            "fresh - stale",
            new("fresh", "AWS/ApplicationELB", "RequestCount", Statistic.Sum, CloudWatchDimension.NewTargetGroup, CloudWatchDimension.LoadBalancer),
            new("stale", "Shop", "Orders", Statistic.Percentile(99.9), CloudWatchDimension.Of("Shop", "berlin"), CloudWatchDimension.OldTargetGroup)).Below(1);

        await Judge(Both, gate);

        Assert.Equal(
            [
                "fresh AWS/ApplicationELB RequestCount Sum TargetGroup=new LoadBalancer=balancer",
                "stale Shop Orders p99.9 Shop=berlin TargetGroup=old",
            ],
            _metrics.Computed!.Metrics.Select(metric =>
                $"{metric.Key} {metric.Value.Namespace} {metric.Value.Name} {metric.Value.Statistic} {string.Join(' ', metric.Value.Dimensions.Select(one => $"{one.Name}={one.Value}"))}"));
    }

    private static MetricMeasure Orders(params IReadOnlyList<CloudWatchDimension> dimensions) => Gate.Metric("orders", new CloudWatchMetric("orders", "Shop", "Orders", Statistic.Sum, dimensions));

    private GateKeeper Keeper() => new(_metrics, _metrics, Tempo.OfAws, _time);

    private async Task<IEnumerable<string>> Judge(GateSubject subject, params IReadOnlyList<Gate> gates)
    {
        _time.Advance(SteppedTime.Start + TimeSpan.FromMinutes(11) - _time.GetUtcNow());
        return await Judge(subject, _time, gates);
    }

    private async Task<IEnumerable<string>> Judge(GateSubject subject, TimeProvider time, params IReadOnlyList<Gate> gates) =>
        (await new GateKeeper(_metrics, _metrics, Tempo.OfAws, time).Judge(gates, subject, SteppedTime.Start, Ct)).Findings.Select(finding => $"{finding.Answer} {finding.Seen}");
}
