using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Sites;

/// <summary>The headers that S3 keeps with a file and CloudFront passes on. They are part of what is compared.</summary>
[JsonConverter(typeof(SharedHeaders))]
internal sealed record SiteHeaders(string ContentType, string CacheControl)
{
    /// <param name="edge">Time for which edges keep a document; browsers ask again at each use.</param>
    public static SiteHeaders Of(string path, FileClass fileClass, TimeSpan edge) => new(MediaTypes.Of(path), fileClass switch
    {
        FileClass.Immutable => "public, max-age=31536000, immutable",
        FileClass.Shared => "public, max-age=3600, stale-while-revalidate=86400",
        // Not no-store: that forbids the answer 304 and the browser's way back.
        FileClass.Document => string.Create(CultureInfo.InvariantCulture, $"public, must-revalidate, max-age=0, s-maxage={(long)edge.TotalSeconds}"),
        _ => "no-cache, s-maxage=0",
    });
}

/// <summary>Reads equal headers as one object: the files of a site have few kinds of them, and there may be a hundred thousand files.</summary>
internal sealed class SharedHeaders : JsonConverter<SiteHeaders>
{
    private static readonly ConcurrentDictionary<SiteHeaders, SiteHeaders> Known = [];

    public override SiteHeaders Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (type, cache) = ("", "");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("contentType"u8);
            var isCache = reader.ValueTextEquals("cacheControl"u8);
            reader.Read();
            if (isType)
                type = reader.GetString() ?? "";
            else if (isCache)
                cache = reader.GetString() ?? "";
            else
                reader.Skip();
        }

        return Known.GetOrAdd(new SiteHeaders(type, cache), headers => headers);
    }

    public override void Write(Utf8JsonWriter writer, SiteHeaders value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("contentType"u8, value.ContentType);
        writer.WriteString("cacheControl"u8, value.CacheControl);
        writer.WriteEndObject();
    }
}
