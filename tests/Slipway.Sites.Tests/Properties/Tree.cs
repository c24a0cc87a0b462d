namespace Slipway.Publishing.Properties;

/// <summary>
/// A small build. Files of one content share it, whatever their names; which files are announcements, and so their class and headers, and how long edges
/// keep pages differ from one to the next.
/// </summary>
/// <param name="Contents">What each of <see cref="Names"/> contains, from 1; 0: there is no such file. The first page is always there.</param>
/// <param name="Chunks">The scripts that every page loads, a bit each.</param>
/// <param name="Edge">Hours for which edges keep pages.</param>
/// <param name="Announcing">Which of <see cref="Beacons"/> are announcements.</param>
internal sealed record Tree(IReadOnlyList<int> Contents, int Chunks, int Edge, int Announcing)
{
    public static readonly IReadOnlyList<string> Names =
    [
        "index.html", "about/index.html", "old.html", "guide/a b.html", "logo.png", "robots.txt", "status.json", "sw.js", "version.json",
    ];

    public static readonly IReadOnlyList<string> Scripts = ["assets/app-1a1a1a1a.js", "assets/cart-2b2b2b2b.js", "assets/map-3c3c3c3c.js"];

    private static readonly string[][] Beacons = [["version.json"], ["version.json", "status.json"], ["version.json", "old.html"]];

    public static int Variants => Beacons.Length;

    /// <summary>Each file as <c>path=text</c>.</summary>
    /// <param name="home">The path of the site's folder, as pages name its files.</param>
    public IReadOnlyList<string> Files(string home) =>
    [
        .. Names.Select((name, at) => (name, content: Contents[at])).Where(file => file.content > 0).Select(file => $"{file.name}={Text(file.name, file.content, home)}"),
        .. Loaded.Select(script => $"{script}=script {script}"),
    ];

    /// <summary>The definition that goes with the build.</summary>
    public StaticSite Define(StaticSite site) => site with { EdgeCache = TimeSpan.FromHours(Edge), Beacons = Beacons[Announcing] };

    /// <summary>Announcements in every build that has them.</summary>
    public static bool Announces(string path) => path is "sw.js" or "version.json";

    /// <summary>Whether a file may stay when a later build has it no more.</summary>
    public static bool MayStay(string path) => path is "logo.png" or "robots.txt" or "status.json" || Scripts.Contains(path, StringComparer.Ordinal);

    public override string ToString() =>
        $"{string.Join(' ', Names.Select((name, at) => (name, content: Contents[at])).Where(file => file.content > 0).Select(file => $"{file.name}:{file.content}"))} chunks {Chunks} edge {Edge} announcing {Announcing}";

    private IEnumerable<string> Loaded => Scripts.Where((_, bit) => (Chunks & (1 << bit)) != 0);

    private string Text(string name, int content, string home) => !name.EndsWith(".html", StringComparison.Ordinal)
        ? $"content {content}"
        : string.Join(' ', Loaded.Concat(Contents[4] > 0 ? ["logo.png"] : []).Select(file => $"<script src=\"{home}{file}\">").Prepend($"page {content}"));
}
