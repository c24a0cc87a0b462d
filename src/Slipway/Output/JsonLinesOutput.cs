using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Output;

/// <summary>
/// Each event as a line of JSON: <c>time</c>, <c>event</c> (its type's name), <c>kind</c> and <c>text</c>, then the event's own properties
/// that are text, numbers, truth values, names of an enumeration, times or durations (in seconds).
/// </summary>
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

        foreach (var property in happened.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!line.ContainsKey(name) && Simple(property.GetValue(happened)) is { } value)
                line[name] = value;
        }

        lock (_lock)
        {
            writer.WriteLine(redactor.Mask(line.ToJsonString(JsonSerializerOptions.Web)));
            writer.Flush();
        }
    }

    private JsonValue? Simple(object? value) => value switch
    {
        string text => JsonValue.Create(redactor.Mask(text)),
        bool truth => JsonValue.Create(truth),
        int number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        Enum name => JsonValue.Create(name.ToString()),
        DateTimeOffset at => JsonValue.Create(at),
        TimeSpan duration => JsonValue.Create(duration.TotalSeconds),
        _ => null,
    };
}
