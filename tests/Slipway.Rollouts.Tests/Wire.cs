using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rollouts;

/// <summary>The line between a deploy and the cloud: tells every call that changes something, and can break at any of them.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly Uri _cloud;
    private readonly LoopbackServer _server;
    private int _mutating;
    private int _locked;

    private Wire(Uri cloud, LoopbackSocket socket, Func<Wire, Task<LoopbackServer>> serve)
    {
        (_cloud, Address) = (cloud, socket.Endpoint);
        _server = serve(this).GetAwaiter().GetResult();
    }

    public Uri Address { get; }

    /// <summary>The calls that changed something or would have, in order.</summary>
    public IReadOnlyList<string> Mutations => [.. _calls];

    /// <summary>What happens to the line when a call that changes something is about to go out (<c>sent</c> false) or has been answered (<c>sent</c> true); true breaks it.</summary>
    public Func<Mutation, bool, bool> Breaks { get; set; } = (_, _) => false;

    /// <summary>Nothing goes through in either direction.</summary>
    public bool IsDead { get; set; }

    public static Task<Wire> To(Uri cloud, CancellationToken ct)
    {
        var socket = LoopbackSocket.Bind(0);
        return Task.FromResult(new Wire(cloud, socket, wire => LoopbackServer.Start(socket, wire.Answer, ct)));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var mutation = Operation(context.Request, body.ToArray()) is { } operation ? new Mutation(Interlocked.Increment(ref _mutating), operation) : null;
        if (mutation is not null)
            _calls.Enqueue(mutation.Name);

        if (IsDead || (mutation is not null && Breaks(mutation, false)))
        {
            context.Abort();
            return;
        }

        using var answer = await Forward(context.Request, body.ToArray());
        var content = await answer.Content.ReadAsByteArrayAsync();
        if (IsDead || (mutation is not null && Breaks(mutation, true)))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
            context.Response.Headers[name] = values.ToArray();
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(content);
    }

    private Task<HttpResponseMessage> Forward(HttpRequest request, byte[] body)
    {
        var copy = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_cloud, request.Path.ToUriComponent() + request.QueryString.ToUriComponent()));
        if (body.Length > 0 || request.Headers.ContentLength is not null)
            copy.Content = new ByteArrayContent(body);

        foreach (var (name, values) in request.Headers.Where(header => header.Key is not ("Content-Length" or "Transfer-Encoding")))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, values.ToArray()))
                copy.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return _http.SendAsync(copy);
    }

    /// <summary>Null: a call that only reads.</summary>
    private string? Operation(HttpRequest request, byte[] body)
    {
        string[] reads = ["Describe", "List", "Get", "BatchGet", "BatchCheck", "Simulate"];
        if (request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
            return Mutating(target[(target.LastIndexOf('.') + 1)..]);

        var form = System.Text.Encoding.UTF8.GetString(body);
        if (form.StartsWith("Action=", StringComparison.Ordinal))
            return Mutating(form["Action=".Length..].Split('&')[0]);

        // The lock's own beat goes on beside the deploy and is no step of it.
        if (request.Method == "PUT" && request.Path.Value!.EndsWith("/lock.json", StringComparison.Ordinal) && Interlocked.Increment(ref _locked) > 1)
            return null;

        return request.Method is "PUT" or "POST" or "DELETE" ? $"{request.Method} {request.Path}" : null;

        string? Mutating(string operation) => reads.Any(read => operation.StartsWith(read, StringComparison.Ordinal)) ? null : operation;
    }

    /// <param name="Number">From 1.</param>
    internal sealed record Mutation(int Number, string Name);
}
