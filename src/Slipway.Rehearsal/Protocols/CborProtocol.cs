using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// Smithy RPC v2 CBOR: the operation is in the path, <c>/service/GraniteServiceVersion20100801/operation/GetMetricData</c>
/// (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html). botocore speaks it to CloudWatch.
/// </summary>
internal sealed class CborProtocol : IWireProtocol
{
    private const string Name = "rpc-v2-cbor";

    public bool Speaks(HttpRequest request) => request.Headers["smithy-protocol"] == Name;

    public async Task<Operation> Read(HttpRequest request, CancellationToken ct)
    {
        if (request.Path.Value?.Split('/') is not ["", .., "service", _, "operation", var operation])
            throw AwsError.UnknownOperation(request.Path);

        var body = await RequestBody.Read(request, ct);
        return new Operation(operation, body.Length == 0 ? [] : JsonProtocol.Parse(CborReader.ToJson(body)));
    }

    public async Task Write(HttpResponse response, Answer answer, CancellationToken ct)
    {
        Head(response, answer.RequestId);
        await response.Body.WriteAsync(CborWriter.Bytes(answer.Result), ct);
    }

    public async Task WriteError(HttpResponse response, AwsError error, string requestId, CancellationToken ct)
    {
        response.StatusCode = (int)error.Status;
        Head(response, requestId);
        QueryError.Write(response, error);
        await response.Body.WriteAsync(CborWriter.Bytes(new JsonObject { ["__type"] = error.Code, ["message"] = error.Message }), ct);
    }

    private static void Head(HttpResponse response, string requestId)
    {
        response.Headers["smithy-protocol"] = Name;
        response.Headers["x-amzn-RequestId"] = requestId;
        response.ContentType = "application/cbor";
    }
}
