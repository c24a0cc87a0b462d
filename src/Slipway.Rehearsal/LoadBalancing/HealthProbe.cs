using System.Net;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Asks a target for its health over HTTP, each time on a new connection.</summary>
internal sealed class HealthProbe : IDisposable
{
    /// <summary>
    /// The least time that an answer is given, in real time: how long an answer takes does not depend on the speed of the cloud.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly RehearsalTime _time;
    private readonly ITargetFaults _faults;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    public HealthProbe(RehearsalTime time, ITargetFaults faults) => (_time, _faults) = (time, faults);

    /// <summary>What the target answered; null when <paramref name="ct"/> ended the check.</summary>
    public async Task<Probe?> Ask(IPEndPoint endpoint, Target target, HealthCheck check, CancellationToken ct)
    {
        if (_faults.FailsCheck(endpoint))
            return new Probe.TimedOut();

        // A published port stands for the target's own one; another port than that can only be reached as it is.
        var port = check.Port == "traffic-port" || check.Port == target.Port.ToString() ? endpoint.Port : int.Parse(check.Port);
        var allowed = TimeSpan.FromSeconds(check.TimeoutSeconds);
        var scaled = _time.Scaled(allowed);

        using var timeout = new CancellationTokenSource(scaled > Patience ? scaled : allowed < Patience ? allowed : Patience, _time.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{new IPEndPoint(endpoint.Address, port)}{check.Path}");
        request.Headers.TryAddWithoutValidation("User-Agent", "ELB-HealthChecker/2.0");
        request.Headers.ConnectionClose = true;

        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            return new Probe.Answered((int)response.StatusCode);
        }
        catch (OperationCanceledException)
        {
            return ct.IsCancellationRequested ? null : new Probe.TimedOut();
        }
        catch (HttpRequestException)
        {
            return new Probe.Failed();
        }
    }

    public void Dispose() => _client.Dispose();
}
