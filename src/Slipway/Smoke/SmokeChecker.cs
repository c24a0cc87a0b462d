using Slipway.Output;
using Slipway.Traffic;

namespace Slipway.Smoke;

/// <summary>Asks the public addresses of what was just deployed, as people do, until each check has succeeded once or its time is over.</summary>
internal sealed class SmokeChecker(IWebViewer viewer, IOutput output, TimeProvider time)
{
    private const int Quoted = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <summary>All checks at once. Empty: every one of them succeeded.</summary>
    public async Task<IReadOnlyList<SmokeFailed>> Check(IReadOnlyList<SmokeProbe> probes, CancellationToken ct)
    {
        var failures = (await Task.WhenAll(probes.Select(probe => Check(probe, ct)))).OfType<SmokeFailed>().ToList();
        foreach (var failure in failures)
            output.Emit(failure);

        return failures;
    }

    private async Task<SmokeFailed?> Check(SmokeProbe probe, CancellationToken ct)
    {
        if (probe.Address is not { } address)
            return new SmokeFailed(probe.Check.Path, probe.Target, Wanted(probe.Check), $"{probe.Target} has no public address");

        var began = time.GetTimestamp();
        while (true)
        {
            if (await Try(address, probe.Check, ct) is not { } seen)
            {
                output.Emit(new SmokePassed(address, time.GetElapsedTime(began)));
                return null;
            }

            if (time.GetElapsedTime(began) + Pause > probe.Check.Within)
                return new SmokeFailed(address.AbsoluteUri, probe.Target, Wanted(probe.Check), seen);

            await Task.Delay(Pause, time, ct);
        }
    }

    /// <returns>What was seen instead of what is wanted; null: it is as it should be.</returns>
    private async Task<string?> Try(Uri address, SmokeCheck check, CancellationToken ct)
    {
        try
        {
            var viewed = await viewer.Get(address, ct);
            if (viewed.Status != check.Status)
                return $"{viewed.Status}: {Beginning(viewed.Body)}";

            return check.Contains is null || viewed.Body.Contains(check.Contains, StringComparison.Ordinal) ? null : $"{viewed.Status} without that text: {Beginning(viewed.Body)}";
        }
        catch (DeployException exception)
        {
            return exception.InnerException?.Message ?? exception.Message;
        }
    }

    private static string Wanted(SmokeCheck check) => check.Contains is null ? $"{check.Status}" : $"{check.Status} and the text {check.Contains}";

    private static string Beginning(string body) =>
        body.Length == 0 ? "(no text)" : body[..Math.Min(body.Length, Quoted)].ReplaceLineEndings(" ").Trim() + (body.Length > Quoted ? " ..." : "");
}
