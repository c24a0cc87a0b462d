using System.Globalization;
using Slipway.Rehearsal.Logs;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>
/// What functions write by console.log, where AWS has it: in the log group <c>/aws/cloudfront/function/NAME</c>, a stream for each day,
/// every line after the id of its request. A function that writes nothing and does not fail leaves no trace.
/// </summary>
internal sealed class FunctionLogs(ILogStreams logs, TimeProvider clock)
{
    public void Write(Exchange exchange, string functionArn, FunctionOutcome outcome)
    {
        if (outcome is { Logs: [], Error: null })
            return;

        var (group, now) = ($"/aws/cloudfront/function/{functionArn.Split('/')[^1]}", clock.GetUtcNow());
        var stream = $"{now.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)}/{exchange.View.Id}";
        logs.EnsureGroup(group);
        foreach (var line in outcome.Logs.Prepend($"START DistributionID: {exchange.View.Id}").Concat(outcome.Error is null ? ["END"] : [$"ERROR {outcome.Error}", "END"]))
            logs.Append(group, stream, now, $"{exchange.RequestId} {line}");
    }
}
