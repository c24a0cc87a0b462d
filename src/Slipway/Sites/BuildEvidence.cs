using System.Text.Json;

namespace Slipway.Sites;

/// <summary>
/// What build tools left in the folder about how they named files. It knows more than a name shows: <c>index-k3vq81xz.js</c> has a hash if the chunk is called
/// <c>index</c>, and <c>assets/my-Component.js</c> has none if it is called <c>my-Component</c>.
/// </summary>
internal sealed class BuildEvidence
{
    /// <summary>Vite's list of what it made, which servers read and no browser does.</summary>
    public const string ViteManifest = ".vite/manifest.json";

    // Of Create React App and others on webpack.
    private const string AssetManifest = "asset-manifest.json";

    // Vite lets one choose the length of hashes; shorter ones are too likely a word.
    private const int ShortestHash = 6;

    private const int ShortestId = 7;

    private readonly Dictionary<string, bool> _hashed = new(StringComparer.Ordinal);

    private BuildEvidence()
    {
    }

    /// <summary>Files that Vite's list names, whether they are there or not.</summary>
    public IReadOnlyCollection<string> Listed { get; private set; } = [];

    /// <summary>Reads what there is. What cannot be read is no evidence.</summary>
    /// <param name="paths">Every path of the site, relative to its folder.</param>
    public static BuildEvidence Of(string folder, IReadOnlySet<string> paths)
    {
        var evidence = new BuildEvidence();
        if (Read(folder, ViteManifest, paths) is { } vite)
            evidence.AddVite(vite);
        if (Read(folder, AssetManifest, paths) is { } assets)
            evidence.AddAssets(assets, paths);

        return evidence;
    }

    /// <summary>Whether the name has a content hash; null: the build tools do not say.</summary>
    public bool? IsHashed(string path) => _hashed.TryGetValue(path, out var hashed) ? hashed : null;

    /// <summary>Whether it is a build tool's note for itself and for servers: it tells strangers how the sources are laid out, and nothing in a browser asks for it.</summary>
    public static bool IsPrivate(string path) => path.StartsWith(".vite/", StringComparison.Ordinal);

    /// <summary>
    /// Whether Next.js keeps what is under a key for ever; null: it is none of its own. Everything below <c>_next/static</c> is immutable to it. The lists of a build lie there
    /// below the build's id, which is random, or the commit; where somebody chose a word for it, it comes again.
    /// </summary>
    // https://nextjs.org/docs/app/api-reference/config/next-config-js/headers, https://nextjs.org/docs/app/api-reference/config/next-config-js/generateBuildId
    public static bool? OfNext(string key)
    {
        const string folder = "_next/static/";
        var at = key.StartsWith(folder, StringComparison.Ordinal) ? 0 : key.IndexOf($"/{folder}", StringComparison.Ordinal) + 1;
        if (at == 0 && !key.StartsWith(folder, StringComparison.Ordinal))
            return null;

        var parts = key[(at + folder.Length)..].Split('/');
        return parts is not [var id, ['_', ..] list] || !list.Contains("Manifest", StringComparison.Ordinal) || (id.Length >= ShortestId && id.Any(char.IsAsciiDigit));
    }

    private void AddVite(JsonElement manifest)
    {
        var chunks = Properties(manifest).Select(property => property.Value).Where(chunk => chunk.ValueKind == JsonValueKind.Object).ToList();
        var names = chunks.SelectMany(chunk => new[] { Text(chunk, "name"), Text(chunk, "src") }).OfType<string>().Select(Stem).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        Listed = [.. chunks.SelectMany(chunk => new[] { Text(chunk, "file") }.OfType<string>().Concat(Texts(chunk, "css")).Concat(Texts(chunk, "assets"))).Distinct(StringComparer.Ordinal)];
        foreach (var file in Listed)
            Add(file, names);
    }

    private void AddAssets(JsonElement manifest, IReadOnlySet<string> paths)
    {
        if (manifest.ValueKind != JsonValueKind.Object || !manifest.TryGetProperty("files", out var files))
            return;

        foreach (var (logical, file) in Properties(files).Where(entry => entry.Value.ValueKind == JsonValueKind.String).Select(entry => (entry.Name, entry.Value.GetString()!)))
        {
            // The address has the public path in front, which may be anything.
            for (var path = file.TrimStart('/'); path.Length > 0; path = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..])
            {
                if (paths.Contains(path))
                    Add(path, new HashSet<string>(StringComparer.Ordinal) { Stem(logical) });
                if (paths.Contains(path) || !path.Contains('/', StringComparison.Ordinal))
                    break;
            }
        }
    }

    /// <summary>A file whose name is what it is called has no hash; one whose name goes on with a token has.</summary>
    private void Add(string file, IReadOnlySet<string> names)
    {
        var stem = Stem(file);
        if (names.Contains(stem))
            _hashed[file] = false;
        else if (names.Any(name => stem.Length > name.Length + ShortestHash && stem.StartsWith(name, StringComparison.Ordinal) && stem[name.Length] is '-' or '.' && IsToken(stem[(name.Length + 1)..])))
            _hashed[file] = true;
    }

    // A word after the name would be another name: "admin" and "admin-panel".
    private static bool IsToken(string text) =>
        text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_') && text.Any(one => char.IsAsciiDigit(one) || char.IsAsciiLetterUpper(one));

    private static string Stem(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (name.EndsWith(".map", StringComparison.Ordinal))
            name = name[..^".map".Length];

        return name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;
    }

    private static JsonElement? Read(string folder, string path, IReadOnlySet<string> paths)
    {
        if (!paths.Contains(path))
            return null;

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, path)));
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonProperty> Properties(JsonElement element) => element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : [];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
            : [];
}
