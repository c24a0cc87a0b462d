using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.ExceptionServices;
using Slipway.Aws;

namespace Slipway.Sites.Transfer;

/// <summary>Reads the answer of a request that succeeded. It is part of the attempt: when it fails, the request is sent again.</summary>
internal delegate ValueTask<T> ReadAnswer<T>(HttpResponseMessage answer, Deadline deadline);

/// <summary>
/// Sends requests to S3, with what the AWS client does beside that left out: ten thousand small files are ten thousand requests, and there
/// the client is what takes the time. All requests of a run share one limit.
/// </summary>
/// <param name="addressOf">Gives the address of a bucket in the region of the run.</param>
/// <param name="key">Gives the credentials; asked for each request, since they may be renewed.</param>
/// <param name="http">Closed with this.</param>
internal sealed class S3Wire(Func<string, S3Address> addressOf, Func<ValueTask<AccessKey>> key, HttpMessageInvoker http, AwsCalls calls, TimeProvider time) : IDisposable
{
    private const string Nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    // What is larger tells more about the line than about the server.
    private const int Small = 64 * 1024;

    // S3 takes a clock for wrong from 15 minutes on.
    private static readonly TimeSpan Skewed = TimeSpan.FromMinutes(4);

    private readonly ConcurrentDictionary<string, S3Address> _addresses = new(StringComparer.Ordinal);
    private readonly Signer _signer = new();
    private long _clockOffset;

    public RequestLimit Limit { get; } = new();

    /// <summary>Connections for the wire.</summary>
    /// <param name="isLoopback">Whether requests go to this machine, which no proxy can reach.</param>
    public static HttpMessageInvoker Connections(bool isLoopback) => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxConnectionsPerServer = RequestLimit.Most,
        // S3 closes what is idle, and its addresses change.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = !isLoopback,
    });

    /// <summary>Makes a call, again and again where that may help (<see cref="Retries"/>).</summary>
    /// <exception cref="S3Refusal">S3 refused it, or kept failing.</exception>
    /// <exception cref="HttpRequestException">S3 was not reached.</exception>
    /// <exception cref="OperationCanceledException">S3 did not answer in time; it has a <see cref="TimeoutException"/> within.</exception>
    /// <exception cref="DeployException">The body could not be read.</exception>
    public async Task<T> Send<T>(S3Call call, ReadAnswer<T> read, CancellationToken ct)
    {
        calls.Add("S3", call.Operation);
        var start = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure) = await Attempt(call, read, ct);
            if (failure is null)
                return answer!;

            if (Retries.Pause(Retries.To(failure, call), attempt, time.GetElapsedTime(start), Random.Shared.NextDouble()) is not { } pause)
                ExceptionDispatchInfo.Throw(failure);
            else if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, ct);

            call = call.Again?.Invoke() ?? call;
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>One attempt, as one of those that are under way. A failure is given back, so that nothing is held up while it is waited.</summary>
    private async Task<(T? Answer, Exception? Failure)> Attempt<T>(S3Call call, ReadAnswer<T> read, CancellationToken ct)
    {
        var entered = await Limit.Enter(ct);
        var start = time.GetTimestamp();
        var outcome = Outcome.Other;
        try
        {
            var answer = await Exchange(call, read, ct);
            outcome = Outcome.Served;
            return (answer, null);
        }
        catch (Exception failure) when (failure is S3Refusal or HttpRequestException or IOException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            outcome = Retries.To(failure, call) == Reaction.SlowDown ? Outcome.Congested : Outcome.Other;
            return (default, failure is OperationCanceledException { InnerException: not TimeoutException } ? TooSlow(call, failure) : failure);
        }
        finally
        {
            Limit.Leave(entered, outcome, call.Body is { Size: <= Small } ? time.GetElapsedTime(start) : null);
        }
    }

    private async Task<T> Exchange<T>(S3Call call, ReadAnswer<T> read, CancellationToken ct)
    {
        var address = _addresses.GetOrAdd(call.Bucket, addressOf);
        using var deadline = new Deadline(call.Patience, ct);
        using var request = Request(call, address, await key(), deadline);
        try
        {
            if (call.Method == HttpMethod.Delete)
                deadline.Commit();

            using var answer = await http.SendAsync(request, deadline.Token);
            if (answer.IsSuccessStatusCode)
                return await read(answer, deadline);

            var refusal = await S3Refusal.Read(answer, deadline.Token);
            refusal.TaughtSomething = Learn(call, address, refusal);
            throw refusal;
        }
        catch (Exception) when (request.Content is BodyContent { Failure: not null })
        {
            throw ((BodyContent)request.Content).Failure!;
        }
    }

    private HttpRequestMessage Request(S3Call call, S3Address address, AccessKey accessKey, Deadline deadline)
    {
        var path = address.PathOf(call.Key);
        var stamp = (time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _clockOffset))).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var payload = call.Body?.Sha256 ?? Nothing;
        List<(string Name, string Value)> headers = [("host", address.Host), ("x-amz-content-sha256", payload), ("x-amz-date", stamp), .. call.Headers];
        if (accessKey.Token is { } token)
            headers.Add(("x-amz-security-token", token));

        headers.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        var request = new HttpRequestMessage(call.Method, address.Url(path, call.Query));
        if (call.Body is not null || call.Method == HttpMethod.Put || call.Method == HttpMethod.Post)
            request.Content = new BodyContent(call.Body ?? Empty, call.Key ?? call.Bucket, deadline);

        if (call.AsksFirst)
            request.Headers.ExpectContinue = true;

        // Unchecked, or the client would put the parts of some in another order: what is kept with a file is what is recorded.
        foreach (var (name, value) in headers.Where(header => header.Name != "host"))
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value);

        request.Headers.TryAddWithoutValidation(
            "Authorization", _signer.Authorization(accessKey, address.Region, stamp, new CanonicalRequest(call.Method.Method, path, call.Query, headers, payload)));
        return request;
    }

    /// <summary>Takes from a refusal where the bucket is or what time it is. Whether the same request would go in another way now.</summary>
    private bool Learn(S3Call call, S3Address used, S3Refusal refusal)
    {
        var isElsewhere = refusal.Status is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden;
        if (isElsewhere && refusal.Region is { } region && region != used.Region)
        {
            _addresses[call.Bucket] = used.In(region);
            return true;
        }

        // The answer to HEAD does not say what is wrong.
        if (refusal.Status == HttpStatusCode.Forbidden && (refusal.Code == "RequestTimeTooSkewed" || call.Method == HttpMethod.Head) && refusal.ServerTime is { } theirs)
        {
            var offset = theirs - time.GetUtcNow();
            var before = TimeSpan.FromTicks(Interlocked.Exchange(ref _clockOffset, offset.Ticks));
            return (offset - before).Duration() > Skewed;
        }

        return false;
    }

    private static OperationCanceledException TooSlow(S3Call call, Exception inner)
    {
        var seconds = call.Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return new OperationCanceledException($"there was no progress for {seconds} seconds", new TimeoutException(inner.Message, inner));
    }

    private static readonly SiteBody Empty = new(() => Stream.Null, 0, Nothing);
}
