using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Octokit;

/// <summary>GitHub's JSON: snake_case, no nulls in requests, and models whose setters are private.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new StringEnumConverter(), new TolerantPayloadConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OpenSetters } },
    };

    public static string Write(object value) => JsonSerializer.Serialize(value, Options);

    /// <summary>The value of a body; null for an empty one, as in Octokit also for <c>{}</c>.</summary>
    public static T? Read<T>(string text) =>
        string.IsNullOrWhiteSpace(text) || text.Trim() == "{}" ? default
        : typeof(T) == typeof(string) ? (T)(object)text
        : JsonSerializer.Deserialize<T>(text, Options);

    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()!);

    private static void OpenSetters(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.Set is null))
        {
            if (property.AttributeProvider is PropertyInfo { SetMethod: { } setter })
            {
                property.Set = (target, value) => setter.Invoke(target, [value]);
            }
        }
    }

    /// <summary>A payload is whatever the deployment's author sent; only what fits the declared dictionary is kept.</summary>
    private sealed class TolerantPayloadConverter : JsonConverter<IReadOnlyDictionary<string, string>>
    {
        public override IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal)
                : [];
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToDictionary(StringComparer.Ordinal), options);
    }

    private sealed class StringEnumConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(StringEnum<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

        private sealed class Of<TEnum> : JsonConverter<StringEnum<TEnum>>
            where TEnum : struct, Enum
        {
            public override StringEnum<TEnum> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

            public override void Write(Utf8JsonWriter writer, StringEnum<TEnum> value, JsonSerializerOptions options) => writer.WriteStringValue(value.StringValue);
        }
    }
}
