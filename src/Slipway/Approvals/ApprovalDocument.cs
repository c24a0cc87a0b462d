using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Approvals;

/// <summary>What <c>approvals/&lt;plan&gt;/&lt;approver&gt;.json</c> says. Who wrote it is not in it: that is the object's tag, which S3 itself checks.</summary>
/// <param name="Plan">The whole hash.</param>
/// <param name="Who">ARN of the caller, for people to read.</param>
/// <param name="At">On the approver's clock.</param>
internal sealed record ApprovalDocument(string Plan, string Application, string Environment, string Commit, string Who, DateTimeOffset At)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApprovalJson.Readable.ApprovalDocument);

    /// <summary>Null: it is no approval that this version can read.</summary>
    public static ApprovalDocument? Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ApprovalJson.Readable.ApprovalDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ApprovalDocument))]
internal sealed partial class ApprovalJson : JsonSerializerContext
{
    /// <summary>Writes what people read: times and names as they are.</summary>
    public static ApprovalJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
