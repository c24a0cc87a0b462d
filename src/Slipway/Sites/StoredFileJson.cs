using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Sites;

/// <summary>
/// Writes and reads a file of a manifest member by member. There may be a hundred thousand of them: to read those by what the compiler generates for
/// records was a seventh of a deploy that changes nothing.
/// </summary>
internal sealed class StoredFileJson : JsonConverter<StoredFile>
{
    // The files of a site have few kinds of headers. Equal ones are one object.
    private static readonly ConcurrentDictionary<SiteHeaders, SiteHeaders> Known = [];

    /// <inheritdoc/>
    public override StoredFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        SiteFile? file = null;
        string? etag = null, lastIn = null;
        while (IsMember(ref reader))
        {
            if (Is(ref reader, "file"u8))
                file = File(ref reader);
            else if (Is(ref reader, "eTag"u8))
                etag = reader.GetString();
            else if (Is(ref reader, "lastIn"u8))
                lastIn = reader.GetString();
            else
                Pass(ref reader);
        }

        return new StoredFile(file ?? throw new JsonException("a file says nothing of itself"), etag) { LastIn = lastIn };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StoredFile value, JsonSerializerOptions options)
    {
        var file = value.File;
        writer.WriteStartObject();
        writer.WriteStartObject("file"u8);
        writer.WriteString("key"u8, file.Key);
        writer.WriteString("class"u8, file.Class.ToString());
        writer.WriteNumber("size"u8, file.Size);
        writer.WriteString("sha256"u8, file.Sha256);
        writer.WriteStartObject("headers"u8);
        writer.WriteString("contentType"u8, file.Headers.ContentType);
        writer.WriteString("cacheControl"u8, file.Headers.CacheControl);
        writer.WriteEndObject();
        if (file.IsFound)
            writer.WriteBoolean("isFound"u8, true);
        writer.WriteEndObject();
        writer.WriteString("eTag"u8, value.ETag);
        writer.WriteString("lastIn"u8, value.LastIn);
        writer.WriteEndObject();
    }

    private static SiteFile File(ref Utf8JsonReader reader)
    {
        string? key = null, sha256 = null;
        SiteHeaders? headers = null;
        FileClass? fileClass = null;
        var (size, isFound) = (0L, false);
        while (IsMember(ref reader))
        {
            if (Is(ref reader, "key"u8))
                key = reader.GetString();
            else if (Is(ref reader, "class"u8))
                fileClass = Class(ref reader);
            else if (Is(ref reader, "size"u8))
                size = reader.GetInt64();
            else if (Is(ref reader, "sha256"u8))
                sha256 = reader.GetString();
            else if (Is(ref reader, "headers"u8))
                headers = Headers(ref reader);
            else if (Is(ref reader, "isFound"u8))
                isFound = reader.GetBoolean();
            else
                Pass(ref reader);
        }

        return key is null || sha256 is null || headers is null || fileClass is null
            ? throw new JsonException($"a file lacks its key, class, hash or headers: {key ?? "it has no key"}")
            : new SiteFile(key, fileClass.Value, size, sha256, headers) { IsFound = isFound };
    }

    private static SiteHeaders Headers(ref Utf8JsonReader reader)
    {
        var (type, cache) = ("", "");
        while (IsMember(ref reader))
        {
            if (Is(ref reader, "contentType"u8))
                type = reader.GetString() ?? "";
            else if (Is(ref reader, "cacheControl"u8))
                cache = reader.GetString() ?? "";
            else
                Pass(ref reader);
        }

        return Known.GetOrAdd(new SiteHeaders(type, cache), headers => headers);
    }

    /// <summary>Whether another member of the object follows; its name is read then.</summary>
    private static bool IsMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Whether the member has the name; its value is read then.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    /// <summary>Leaves a member out that a later version wrote.</summary>
    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static FileClass Class(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("Immutable"u8) ? FileClass.Immutable
        : reader.ValueTextEquals("Shared"u8) ? FileClass.Shared
        : reader.ValueTextEquals("Document"u8) ? FileClass.Document
        : reader.ValueTextEquals("Beacon"u8) ? FileClass.Beacon
        : throw new JsonException($"there is no class {reader.GetString()}");
}
