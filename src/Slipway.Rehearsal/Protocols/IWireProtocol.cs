using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.Protocols;

/// <summary>One of the ways in which AWS's clients write a request and read its answer.</summary>
internal interface IWireProtocol
{
    /// <summary>Whether a request is written in this protocol.</summary>
    bool Speaks(HttpRequest request);

    /// <exception cref="AwsError">The body is not what the protocol asks for.</exception>
    Task<Operation> Read(HttpRequest request, CancellationToken ct);

    Task Write(HttpResponse response, Answer answer, CancellationToken ct);

    Task WriteError(HttpResponse response, AwsError error, string requestId, CancellationToken ct);
}

/// <param name="Version">The API version that the query protocol names; part of the namespace of its answers.</param>
internal sealed record Operation(string Name, JsonObject Input, string? Version = null);

internal sealed record Answer(string Service, Operation Operation, JsonObject Result, string RequestId);

/// <summary>The bytes of a request, as they were before compression.</summary>
internal static class RequestBody
{
    private const int Limit = 32 * 1024 * 1024;

    public static async Task<byte[]> Read(HttpRequest request, CancellationToken ct)
    {
        // botocore compresses PutMetricData from 10 KB on.
        var compressed = string.Equals(request.Headers.ContentEncoding, "gzip", StringComparison.OrdinalIgnoreCase);
        await using var body = compressed
            ? new System.IO.Compression.GZipStream(request.Body, System.IO.Compression.CompressionMode.Decompress, leaveOpen: true)
            : request.Body;

        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await body.ReadAsync(buffer, ct) is > 0 and var count)
            {
                all.Write(buffer, 0, count);
                if (all.Length > Limit)
                    throw new AwsError("RequestEntityTooLargeException", $"The request is larger than {Limit} bytes.");
            }
        }
        catch (InvalidDataException exception)
        {
            throw new AwsError("SerializationException", exception.Message);
        }

        return all.ToArray();
    }
}
