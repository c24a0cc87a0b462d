using System.Text.Json.Nodes;
using Slipway.Processes;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>What a function returned, or why it did not.</summary>
/// <param name="Logs">What it wrote by console.log.</param>
internal sealed record FunctionOutcome(JsonNode? Result, IReadOnlyList<string> Logs, string? Error);

/// <summary>One version of a function in a process of its own, started with the first request and again when it died.</summary>
internal sealed class RunningFunction(string code, Func<CancellationToken, Task<Command>> program, TimeProvider clock) : IDisposable
{
    /// <summary>Far more than CloudFront's millisecond: a slow machine must not fail a good function. An endless loop ends by it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>For the engine to come up with the function's code, which a machine that is busy starting other things takes its time for.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1);
    private LineProcess? _process;
    private volatile bool _retired;

    /// <param name="input">CloudFront's event object.</param>
    public async Task<FunctionOutcome> Run(JsonObject input, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return await Start(ct) ?? await Ask(input, Longest, ct);
        }
        finally
        {
            if (_retired)
                Stop();
            _gate.Release();
        }
    }

    /// <summary>A newer version has come: those that already wait for this one still get it, and with the last of them the process ends.</summary>
    public void Retire()
    {
        _retired = true;
        if (!_gate.Wait(0))
            return;

        Stop();
        _gate.Release();
    }

    public void Dispose() => _process?.Dispose();

    /// <summary>Why it cannot be started; null when it runs.</summary>
    private async Task<FunctionOutcome?> Start(CancellationToken ct)
    {
        if (_process is not null)
            return null;

        try
        {
            _process = LineProcess.Start(await program(ct));
        }
        catch (DeployException exception)
        {
            return new FunctionOutcome(null, [], exception.Message);
        }

        var started = await Ask(new JsonObject { ["code"] = code }, LongestStart, ct);
        if (started.Error is null)
            return null;

        Stop();
        return started;
    }

    private async Task<FunctionOutcome> Ask(JsonObject message, TimeSpan longest, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            if (await _process!.Ask(message.ToJsonString(), either.Token) is { } line)
                return Read(line);

            var last = _process.Errors;
            Stop();
            return new FunctionOutcome(null, [], $"The process of the function ended. {last}".Trim());
        }
        catch (OperationCanceledException)
        {
            // Whether the viewer left or the time is up: the answer that is still to come belongs to nobody.
            Stop();
            ct.ThrowIfCancellationRequested();
            return new FunctionOutcome(null, [], $"The function did not return within {longest.TotalSeconds} s (CloudFront allows about a millisecond).");
        }
    }

    private static FunctionOutcome Read(string line)
    {
        var answer = JsonNode.Parse(line)!;
        return new(answer["result"], [.. answer["logs"]!.AsArray().Select(one => (string)one!)], (string?)answer["error"]);
    }

    private void Stop()
    {
        _process?.Dispose();
        _process = null;
    }
}
