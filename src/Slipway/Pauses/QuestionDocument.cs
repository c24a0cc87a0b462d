using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Gates;

namespace Slipway.Pauses;

/// <summary>What <c>questions/&lt;service&gt;/&lt;hold&gt;.json</c> says: a question of a rollout to a person, and the answer.</summary>
/// <param name="Hold">Where the rollout holds: <c>before</c>, <c>10</c>, <c>50</c>.</param>
/// <param name="Commit">What is rolled out: an answer is for one commit; null: the question was ECS's own, and is here for its answer alone.</param>
/// <param name="Asked">On the run's own clock.</param>
internal sealed record QuestionDocument(string Service, string Hold, string? Commit, string Question, DateTimeOffset Asked)
{
    /// <summary>Null: nobody answered yet.</summary>
    public GivenAnswer? Answer { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, QuestionJson.Readable.QuestionDocument);

    /// <summary>Null: it is no question that this version can read.</summary>
    public static QuestionDocument? Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, QuestionJson.Readable.QuestionDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Who">ARN of the caller.</param>
/// <param name="At">On their own clock.</param>
internal sealed record GivenAnswer(PersonAnswer Answer, string Who, DateTimeOffset At);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(QuestionDocument))]
internal sealed partial class QuestionJson : JsonSerializerContext
{
    /// <summary>Writes what people read: times and names as they are.</summary>
    public static QuestionJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
