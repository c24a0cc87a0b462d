using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// awsJson 1.0 and 1.1: the operation is in X-Amz-Target, times are seconds since 1970
/// (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
/// </summary>
internal sealed class JsonProtocol : IWireProtocol
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public bool Speaks(HttpRequest request) => request.Headers.ContainsKey("X-Amz-Target");

    public async Task<Operation> Read(HttpRequest request, CancellationToken ct)
    {
        var target = request.Headers["X-Amz-Target"].ToString();
        var body = await RequestBody.Read(request, ct);
        return new Operation(target[(target.LastIndexOf('.') + 1)..], Parse(body));
    }

    public async Task Write(HttpResponse response, Answer answer, CancellationToken ct)
    {
        Head(response, answer.RequestId);
        await response.Body.WriteAsync(Bytes(answer.Result), ct);
    }

    public async Task WriteError(HttpResponse response, AwsError error, string requestId, CancellationToken ct)
    {
        response.StatusCode = (int)error.Status;
        Head(response, requestId);
        response.Headers["x-amzn-ErrorType"] = error.Code;
        QueryError.Write(response, error);
        await response.Body.WriteAsync(Bytes(new JsonObject { ["__type"] = error.Code, ["message"] = error.Message }), ct);
    }

    /// <summary>The input in a body; an empty body is an empty input.</summary>
    public static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return [];

        try
        {
            return JsonNode.Parse(body, documentOptions: Strict) as JsonObject
                ?? throw new AwsError("SerializationException", "Start of structure or map not found where expected.");
        }
        catch (JsonException exception)
        {
            throw new AwsError("SerializationException", exception.Message);
        }
    }

    public static ReadOnlyMemory<byte> Bytes(JsonObject result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, result);

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members.Where(member => member.Value is not null))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item);

                writer.WriteEndArray();
                break;
            case JsonValue value when Timestamp.In(value) is { } time:
                writer.WriteNumberValue(Timestamp.Seconds(time));
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static void Head(HttpResponse response, string requestId)
    {
        response.Headers["x-amzn-RequestId"] = requestId;
        response.ContentType = response.HttpContext.Request.ContentType ?? "application/x-amz-json-1.1";
    }
}

/// <summary>
/// CloudWatch moved from query to JSON and CBOR and still tells its old error codes in a header
/// (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html, awsQueryCompatible).
/// </summary>
internal static class QueryError
{
    public static void Write(HttpResponse response, AwsError error)
    {
        if (response.HttpContext.Request.Headers.ContainsKey("x-amzn-query-mode"))
            response.Headers["x-amzn-query-error"] = $"{error.Code};{((int)error.Status >= 500 ? "Receiver" : "Sender")}";
    }
}

/// <summary>A point in time within a result.</summary>
internal static class Timestamp
{
    /// <summary>The time, when a value was made from one. Text that looks like a time stays text.</summary>
    public static DateTimeOffset? In(JsonValue value) =>
        !value.TryGetValue<JsonElement>(out _) && !value.TryGetValue<string>(out _) && value.TryGetValue<DateTimeOffset>(out var time) ? time : null;

    /// <summary>Seconds since 1970, to the millisecond.</summary>
    public static decimal Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000m;
}
