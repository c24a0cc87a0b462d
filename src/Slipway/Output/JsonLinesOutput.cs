using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Output;

/// <summary>Each event as a line of JSON: <c>time</c>, <c>event</c> (its type's name), <c>kind</c> and <c>text</c>.</summary>
internal sealed class JsonLinesOutput(TextWriter writer, Redactor redactor, TimeProvider time) : IOutput
{
    private readonly Lock _lock = new();

    public void Emit(OutputEvent happened)
    {
        var line = new JsonObject
        {
            ["time"] = JsonValue.Create(time.GetUtcNow()),
            ["event"] = happened.GetType().Name,
            ["kind"] = happened.Kind.ToString(),
            // Masked before JSON escapes it, and once more as a whole.
            ["text"] = redactor.Mask(happened.Text),
        };

        lock (_lock)
        {
            writer.WriteLine(redactor.Mask(line.ToJsonString(JsonSerializerOptions.Web)));
            writer.Flush();
        }
    }
}
