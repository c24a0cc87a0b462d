using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.State;

/// <summary>One file per document. A crash at any moment leaves the old document or the new one, whole.</summary>
internal sealed class FileStateStore(string folder) : IStateStore
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public T? Load<T>(string name, Func<JsonObject, T> read)
        where T : class
    {
        var path = PathOf(name);
        try
        {
            return File.Exists(path)
                ? read(JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new JsonException("It is JSON, but not an object."))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or AwsError)
        {
            throw new DeployException(
                $"""
                 The rehearsal cloud's {name} state cannot be read. Nothing was changed.
                   file    {path}
                   reason  {exception.Message}
                   try     repair the file, or delete it to begin anew without what it held
                 """,
                inner: exception);
        }
    }

    /// <inheritdoc/>
    public void Save(string name, JsonObject document)
    {
        lock (_gate)
            AtomicFile.Replace(PathOf(name), stream => JsonSerializer.Serialize(stream, document, Indented));
    }

    private string PathOf(string name) => Path.Combine(folder, $"{name}.json");
}
