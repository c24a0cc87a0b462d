using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Slipway.Aws;

/// <summary>
/// Sends and reads JSON past a client's types, through its pipeline: a typed client drops the fields that AWS added after it was made.
/// Works for calls of clients that <see cref="AwsSession"/> made.
/// </summary>
internal static class RawJson
{
    private static readonly ConditionalWeakTable<AmazonWebServiceRequest, byte[]> Bodies = [];
    private static readonly ConditionalWeakTable<AmazonWebServiceRequest, Answer> Answers = [];

    /// <summary>Makes <paramref name="request"/> be sent with <paramref name="body"/> in place of what its properties say.</summary>
    public static T Send<T>(T request, JsonObject body)
        where T : AmazonWebServiceRequest
    {
        Bodies.Add(request, System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));
        return request;
    }

    /// <summary>Makes the answer to <paramref name="request"/> readable through <see cref="AnswerTo"/>.</summary>
    public static T Want<T>(T request)
        where T : AmazonWebServiceRequest
    {
        Answers.Add(request, new Answer());
        return request;
    }

    public static JsonObject AnswerTo(AmazonWebServiceRequest request) =>
        Answers.TryGetValue(request, out var answer) && answer.Body is { } body
            ? JsonNode.Parse(body)!.AsObject()
            : throw new InvalidOperationException($"The answer to {request.GetType().Name} was not kept: its client is not one that a session made.");

    internal static byte[]? BodyOf(AmazonWebServiceRequest request) => Bodies.TryGetValue(request, out var body) ? body : null;

    internal static bool IsWanted(AmazonWebServiceRequest request) => Answers.TryGetValue(request, out _);

    internal static async Task<IWebResponseData> Keep(AmazonWebServiceRequest request, IWebResponseData response)
    {
        using var copy = new MemoryStream();
        await using (var stream = await response.ResponseBody.OpenResponseAsync())
            await stream.CopyToAsync(copy);

        Answers.GetOrCreateValue(request).Body = copy.ToArray();
        return new Buffered(response, copy.ToArray());
    }

    private sealed class Answer
    {
        public byte[]? Body { get; set; }
    }

    private sealed class Buffered(IWebResponseData response, byte[] body) : IWebResponseData, IHttpResponseBody
    {
        public long ContentLength => body.Length;
        public string ContentType => response.ContentType;
        public System.Net.HttpStatusCode StatusCode => response.StatusCode;
        public bool IsSuccessStatusCode => response.IsSuccessStatusCode;
        public IHttpResponseBody ResponseBody => this;
        public string[] GetHeaderNames() => response.GetHeaderNames();
        public bool IsHeaderPresent(string headerName) => response.IsHeaderPresent(headerName);
        public string GetHeaderValue(string headerName) => response.GetHeaderValue(headerName);
        public Stream OpenResponse() => new MemoryStream(body, writable: false);
        public Task<Stream> OpenResponseAsync() => Task.FromResult(OpenResponse());
        public bool IsEventHeaderPresent(string headerName) => response.IsEventHeaderPresent(headerName);
        public Amazon.Runtime.EventStreams.IEventStreamHeader GetEventStreamHeader(string headerName) => response.GetEventStreamHeader(headerName);
        public void Dispose() => response.ResponseBody.Dispose();
    }
}
