using System.Globalization;

namespace Slipway.Rollouts;

/// <summary>What a person does at CloudWatch, and the tool never: making alarms and setting their state.</summary>
internal sealed class CloudWatchCalls(Uri cloud, string account = "000000000000") : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = cloud };

    /// <summary>An alarm on a metric of the whole load balancer, or of one target group, over one period of a second.</summary>
    /// <param name="targetGroup">Null: of the whole.</param>
    public Task Put(string name, string metric, string statistic, double above, string loadBalancer, string? targetGroup, CancellationToken ct) => Call(
        "PutMetricAlarm",
        [
            ("AlarmName", name), ("Namespace", "AWS/ApplicationELB"), ("MetricName", metric),
            (statistic.StartsWith('p') ? "ExtendedStatistic" : "Statistic", statistic),
            ("Dimensions.member.1.Name", "LoadBalancer"), ("Dimensions.member.1.Value", loadBalancer),
            ("Period", "1"), ("EvaluationPeriods", "1"), ("Threshold", above.ToString(CultureInfo.InvariantCulture)),
            ("ComparisonOperator", "GreaterThanThreshold"), ("TreatMissingData", "notBreaching"),
            .. targetGroup is null ? [] : ((string, string)[])[("Dimensions.member.2.Name", "TargetGroup"), ("Dimensions.member.2.Value", targetGroup)],
        ],
        ct);

    /// <summary>An alarm that nothing moves but <see cref="Set"/>.</summary>
    public Task PutQuiet(string name, CancellationToken ct) => Call(
        "PutMetricAlarm",
        [
            ("AlarmName", name), ("Namespace", "Shop"), ("MetricName", "Nothing"), ("Statistic", "Sum"), ("Period", "60"), ("EvaluationPeriods", "1"),
            ("Threshold", "1"), ("ComparisonOperator", "GreaterThanThreshold"), ("TreatMissingData", "ignore"),
        ],
        ct);

    /// <param name="state">OK or ALARM.</param>
    public Task Set(string name, string state, CancellationToken ct) =>
        Call("SetAlarmState", [("AlarmName", name), ("StateValue", state), ("StateReason", "a test says so")], ct);

    public void Dispose() => _http.Dispose();

    private async Task Call(string action, IReadOnlyList<(string Name, string Value)> members, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent([new("Action", action), new("Version", "2010-08-01"), .. members.Select(member => KeyValuePair.Create(member.Name, member.Value))]),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={account}/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        using var answer = await _http.SendAsync(request, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }
}
