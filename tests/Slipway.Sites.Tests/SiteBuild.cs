using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Publishing;

/// <summary>
/// A build of the site as a bundler makes it. Pages and scripts say of which build they are, so that whatever somebody gets can be compared with
/// what it should be, to the byte. The chunks of the cart and the map are named in the entry script alone: no page keeps them alive.
/// </summary>
internal sealed class SiteBuild
{
    /// <summary>Pages that every build has.</summary>
    public static readonly IReadOnlyList<string> Pages = ["index.html", "help.html", "about.html", "terms.html", "contact.html", "guide/start.html", "guide/more.html"];

    /// <summary>The page that odd builds alone have.</summary>
    public const string PassingPage = "news.html";

    private static readonly ConcurrentDictionary<int, SiteBuild> Known = new();

    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    private SiteBuild(int number)
    {
        Number = number;
        var cart = Chunk("cart", $"cart of build {number}");
        // Every other build has the same map, so that its name comes back.
        var map = Chunk("map", $"map {number % 2}");
        var vendor = Chunk("vendor", "libraries");
        var app = Chunk("app", $"const build = {number}; const lazy = [\"/{cart}\", \"/{map}\"];");
        var style = Add($"assets/site-{Hash($"build {number}")}.css", $"/* build {number} */ body {{ margin: {number}px }}");

        foreach (var page in Pages.Concat(number % 2 == 1 ? [PassingPage] : []))
            Add(page, Page(number, page, page == "index.html" ? [vendor, app] : [vendor], style));

        Add("logo.svg", $"<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{number % 2}</title></svg>");
        Add("robots.txt", "User-agent: *");
        Add("sw.js", $"// worker of build {number}");
        Add("version.json", $$"""{"build":{{number}}}""");
    }

    public int Number { get; }

    /// <summary>Text of every file by its path.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    public static SiteBuild Of(int number) => Known.GetOrAdd(number, number => new SiteBuild(number));

    /// <summary>Whether a file goes with the release that it is of, and with no other.</summary>
    public static bool IsPage(string path) => path.EndsWith(".html", StringComparison.Ordinal) || path is "sw.js" or "version.json";

    /// <summary>Makes <paramref name="folder"/> hold this build and nothing else.</summary>
    public async Task Write(string folder, CancellationToken ct)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        foreach (var (path, text) in _files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, ct);
        }
    }

    private string Chunk(string name, string text) => Add($"assets/{name}-{Hash(text)}.js", text);

    private string Add(string path, string text)
    {
        _files.Add(path, text);
        return path;
    }

    // Long enough for the edge to compress it.
    private static string Page(int number, string name, IReadOnlyList<string> scripts, string style) =>
        $"""
         <!doctype html>
         <html><head><meta name="build" content="{number}"><title>{name}</title>
         <link rel="stylesheet" href="/{style}">
         {string.Join('\n', scripts.Select(script => $"<script type=\"module\" src=\"/{script}\"></script>"))}
         </head><body><img src="/logo.svg" alt=""><p>{string.Join(' ', Enumerable.Repeat($"{name} of build {number}", 40))}</p></body></html>
         """.ReplaceLineEndings("\n");

    // A hash as bundlers write it has letters and digits.
    private static string Hash(string text) => $"a1{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10]}";
}
