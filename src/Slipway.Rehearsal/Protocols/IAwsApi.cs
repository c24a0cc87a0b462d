using System.Net;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// One AWS service of the cloud. Input and result carry the member names of AWS's own model, whatever protocol the caller spoke;
/// <see cref="Input"/> reads members with AWS's own refusals. The query protocol has no types: its numbers and booleans arrive as
/// strings. A timestamp in a result is a <c>JsonValue.Create(DateTimeOffset)</c>, which each protocol writes in its own way; a
/// null member is left out.
/// </summary>
internal interface IAwsApi
{
    /// <summary>The name in the credential scope of a request's signature, such as <c>ecs</c>: what a request is dispatched by.</summary>
    string SigningName { get; }

    /// <summary>Carries out one operation.</summary>
    /// <exception cref="AwsError">What AWS would refuse. Nothing was changed.</exception>
    Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct);
}

/// <summary>Who signed a request.</summary>
internal sealed record Caller(string AccessKey, string Account, string Region);

/// <summary>An error as AWS answers it: its code, its message and the HTTP status.</summary>
internal sealed class AwsError(string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest) : Exception(message)
{
    /// <summary>The error code of AWS's model, such as <c>ClusterNotFoundException</c>.</summary>
    public string Code { get; } = code;

    public HttpStatusCode Status { get; } = status;

    /// <summary>What a service answers to an operation that it does not have.</summary>
    public static AwsError UnknownOperation(string operation) =>
        new("UnknownOperationException", $"The operation {operation} is unknown to the rehearsal cloud.");
}
