using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// An AWS service whose operations are told apart by method and path (rest-xml). It reads requests and writes answers and errors itself.
/// </summary>
internal interface IRestApi
{
    /// <inheritdoc cref="IAwsApi.SigningName"/>
    string SigningName { get; }

    /// <summary>The operation that a request asks for, by its name in AWS's model: what calls are counted by.</summary>
    string Operation(HttpRequest request);

    /// <summary>Answers a request. An <see cref="AwsError"/> is written by <see cref="WriteError"/>.</summary>
    Task Serve(HttpContext context, Caller caller, CancellationToken ct);

    /// <summary>Writes an error as the service's own protocol does.</summary>
    Task WriteError(HttpContext context, AwsError error, string requestId);
}
