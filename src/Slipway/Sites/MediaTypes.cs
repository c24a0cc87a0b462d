namespace Slipway.Sites;

/// <summary>The content types of files, the same on every machine. Text says that it is UTF-8.</summary>
internal static class MediaTypes
{
    private const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        ["html"] = "text/html; charset=utf-8",
        ["htm"] = "text/html; charset=utf-8",
        ["xhtml"] = "application/xhtml+xml; charset=utf-8",
        ["css"] = "text/css; charset=utf-8",
        ["js"] = "text/javascript; charset=utf-8",
        ["mjs"] = "text/javascript; charset=utf-8",
        ["cjs"] = "text/javascript; charset=utf-8",
        ["json"] = "application/json; charset=utf-8",
        ["map"] = "application/json; charset=utf-8",
        ["jsonld"] = "application/ld+json; charset=utf-8",
        ["geojson"] = "application/geo+json; charset=utf-8",
        ["webmanifest"] = "application/manifest+json; charset=utf-8",
        ["xml"] = "application/xml; charset=utf-8",
        ["xsl"] = "application/xml; charset=utf-8",
        ["rss"] = "application/rss+xml; charset=utf-8",
        ["atom"] = "application/atom+xml; charset=utf-8",
        ["svg"] = "image/svg+xml; charset=utf-8",
        ["txt"] = "text/plain; charset=utf-8",
        ["md"] = "text/markdown; charset=utf-8",
        ["csv"] = "text/csv; charset=utf-8",
        ["ics"] = "text/calendar; charset=utf-8",
        ["vtt"] = "text/vtt; charset=utf-8",
        ["yaml"] = "application/yaml; charset=utf-8",
        ["yml"] = "application/yaml; charset=utf-8",
        ["wasm"] = "application/wasm",
        ["pdf"] = "application/pdf",
        ["zip"] = "application/zip",
        ["gz"] = "application/gzip",
        ["png"] = "image/png",
        ["apng"] = "image/apng",
        ["jpg"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["gif"] = "image/gif",
        ["webp"] = "image/webp",
        ["avif"] = "image/avif",
        ["bmp"] = "image/bmp",
        ["ico"] = "image/x-icon",
        ["woff"] = "font/woff",
        ["woff2"] = "font/woff2",
        ["ttf"] = "font/ttf",
        ["otf"] = "font/otf",
        ["eot"] = "application/vnd.ms-fontobject",
        ["mp3"] = "audio/mpeg",
        ["m4a"] = "audio/mp4",
        ["ogg"] = "audio/ogg",
        ["wav"] = "audio/wav",
        ["flac"] = "audio/flac",
        ["mp4"] = "video/mp4",
        ["webm"] = "video/webm",
        ["mov"] = "video/quicktime",
        ["glb"] = "model/gltf-binary",
        ["gltf"] = "model/gltf+json",
    };

    // Files whose names are given by others, without an extension that says what they are.
    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["apple-app-site-association"] = "application/json; charset=utf-8",
        ["security.txt"] = "text/plain; charset=utf-8",
    };

    /// <summary>The Content-Type of a file by its name; <c>application/octet-stream</c> for what is not known.</summary>
    public static string Of(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        return ByName.GetValueOrDefault(name) ?? (dot < 0 ? Unknown : ByExtension.GetValueOrDefault(name[(dot + 1)..], Unknown));
    }
}
