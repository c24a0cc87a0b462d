using System.Globalization;
using System.Net;
using System.Xml.Linq;

namespace Slipway.Sites.Transfer;

/// <summary>S3's no to one request.</summary>
/// <param name="code">S3's own, such as <c>SlowDown</c>; the name of the status where the answer has none.</param>
internal sealed class S3Refusal(HttpStatusCode status, string code, string message, string requestId) : Exception(message)
{
    public HttpStatusCode Status => status;

    public string Code => code;

    public string RequestId => requestId;

    /// <summary>Where the bucket is, if S3 said so.</summary>
    public string? Region { get; private init; }

    /// <summary>The server's clock; null: it told no time.</summary>
    public DateTimeOffset? ServerTime { get; private init; }

    /// <summary>Whether the same call will be sent in another way for what was learned from this.</summary>
    public bool TaughtSomething { get; set; }

    /// <summary>Reads the answer of a request that failed.</summary>
    public static async Task<S3Refusal> Read(HttpResponseMessage response, CancellationToken ct) =>
        Of(response, S3Xml.Find(await response.Content.ReadAsByteArrayAsync(ct)));

    /// <summary>An answer that begins as a success may end as a failure: S3 sends the first line of some before it is done.</summary>
    public static S3Refusal? Within(HttpResponseMessage response, XElement? document) => document?.Name.LocalName == "Error" ? Of(response, document) : null;

    private static S3Refusal Of(HttpResponseMessage response, XElement? error)
    {
        var status = response.StatusCode;
        var code = error?.Text("Code") ?? CodeOf(status);
        return new S3Refusal(
            status == HttpStatusCode.OK ? StatusOf(code) : status, code, error?.Text("Message") ?? $"HTTP {(int)status}",
            error?.Text("RequestId") ?? Header(response, "x-amz-request-id") ?? "")
        {
            Region = Header(response, "x-amz-bucket-region") ?? error?.Text("Region"),
            ServerTime = DateTimeOffset.TryParseExact(Header(response, "Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
        };
    }

    // The answer to HEAD has no body.
    private static string CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Forbidden => "AccessDenied",
        HttpStatusCode.NotFound => "NotFound",
        _ => status.ToString(),
    };

    private static HttpStatusCode StatusOf(string code) => code switch
    {
        "PreconditionFailed" => HttpStatusCode.PreconditionFailed,
        "SlowDown" or "ServiceUnavailable" => HttpStatusCode.ServiceUnavailable,
        "InternalError" => HttpStatusCode.InternalServerError,
        _ => HttpStatusCode.BadRequest,
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
