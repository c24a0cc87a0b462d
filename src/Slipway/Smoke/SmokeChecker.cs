using Slipway.Output;

namespace Slipway.Smoke;

/// <summary>Asks what a <see cref="SmokePlan"/> names, all of it at once, each until it succeeds or its time is over.</summary>
internal sealed class SmokeChecker(ISmokeClient client, IOutput output, TimeProvider time)
{
    /// <summary>Between two tries.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>For one answer: a slow one is tried again rather than waited for.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(10);

    /// <summary>One result per check, in the plan's order. An address that does not answer is a result, not an error.</summary>
    public async Task<IReadOnlyList<SmokeResult>> Check(SmokePlan plan, CancellationToken ct) =>
        await Task.WhenAll(plan.Requests.Select(request => Check(request, ct)));

    private async Task<SmokeResult> Check(SmokeRequest request, CancellationToken ct)
    {
        output.Emit(new SmokeAsking(request));
        var result = await Ask(request, ct);
        output.Emit(result.Passed ? new SmokePassed(result) : new SmokeFailed(result));
        return result;
    }

    private async Task<SmokeResult> Ask(SmokeRequest request, CancellationToken ct)
    {
        if (request.Url is null)
            return new SmokeResult(request, null, 0, TimeSpan.Zero);

        var began = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            var left = request.Check.Within - time.GetElapsedTime(began);
            var answer = await client.Get(request.Url, left < Answer ? left : Answer, ct);
            var result = new SmokeResult(request, answer, tries, time.GetElapsedTime(began));
            if (result.Passed || result.Took + Pause >= request.Check.Within)
                return result;

            await Task.Delay(Pause, time, ct);
        }
    }
}
