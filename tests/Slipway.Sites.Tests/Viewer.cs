using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Slipway.Publishing;

/// <summary>A browser as the edge sees it: follows what pages and scripts name, on connections that stay open, and writes down whatever is not as it should be.</summary>
/// <param name="compressed">Whether it takes compressed answers, which the edge keeps apart from the others.</param>
internal sealed partial class Viewer(Uri site, bool compressed) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AutomaticDecompression = compressed ? DecompressionMethods.All : DecompressionMethods.None,
    });

    private readonly ConcurrentQueue<string> _wrong = new();

    /// <summary>Everything that somebody should not have got.</summary>
    public IReadOnlyList<string> Wrong => [.. _wrong];

    /// <summary>The builds whose pages were seen.</summary>
    public ConcurrentDictionary<int, int> Builds { get; } = new();

    /// <summary>Opens a page and loads what it names. Null: it is no page of any build, which is written down.</summary>
    /// <param name="file">The file that the path stands for.</param>
    public async Task<Tab?> Open(string path, string file, CancellationToken ct)
    {
        var page = await Get(path, "text/html", ct);
        if (page is null)
            return null;

        if (Build().Match(page) is not { Success: true } said)
        {
            _wrong.Enqueue($"{path} is no page: {page}");
            return null;
        }

        var build = Number(said);
        Builds.AddOrUpdate(build, 1, (_, count) => count + 1);
        Compare(path, page, SiteBuild.Of(build).Files.GetValueOrDefault(file), $"of build {build}");

        List<string> lazy = [];
        foreach (var named in Named().Matches(page).Select(match => match.Groups[1].Value).Distinct())
        {
            if (await Load(named, build, ct) is { } text && named.EndsWith(".js", StringComparison.Ordinal))
                lazy.AddRange(Lazy().Matches(text).Select(match => match.Groups[1].Value));
        }

        return new Tab(build, lazy);
    }

    /// <summary>Loads what a page that was opened before loads when somebody goes on in it.</summary>
    public async Task GoOn(Tab tab, CancellationToken ct)
    {
        foreach (var chunk in tab.Lazy)
            await Load(chunk, tab.Build, ct);
    }

    /// <summary>Reads which build is announced, and then whether its page is there: nobody may be sent to a page that is not.</summary>
    public async Task Announced(CancellationToken ct)
    {
        if (await Get("/version.json", "application/json", ct) is not { } beacon)
            return;

        var announced = Number(Announcement().Match(beacon));
        if (await Open("/", "index.html", ct) is { } tab && tab.Build < announced)
            _wrong.Enqueue($"build {announced} was announced while the edge gave the page of build {tab.Build}");
    }

    /// <summary>Status and text of an answer. Writes nothing down.</summary>
    public async Task<(int Status, string Text)> Look(string path, CancellationToken ct)
    {
        using var answer = await _http.GetAsync(new Uri(site, path), ct);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> Load(string path, int build, CancellationToken ct)
    {
        var text = await Get(path, MediaType(path), ct);
        if (text is null)
            return null;

        var name = path[1..];
        // A shared file is the page's own or that of the build beside it.
        if (SiteBuild.Of(build).Files.GetValueOrDefault(name) is var own && name == "logo.svg" && text == SiteBuild.Of(build + 1).Files[name])
            return text;

        Compare(path, text, own, $"for a page of build {build}");
        return text;
    }

    private async Task<string?> Get(string path, string type, CancellationToken ct)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(site, path), ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            if (answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == type)
                return text;

            _wrong.Enqueue($"{path} was answered with {(int)answer.StatusCode} {answer.Content.Headers.ContentType?.MediaType}, not 200 {type}");
        }
        catch (HttpRequestException exception)
        {
            _wrong.Enqueue($"{path} was not answered: {exception.Message}");
        }

        return null;
    }

    private void Compare(string path, string text, string? right, string whose)
    {
        if (text != right)
            _wrong.Enqueue($"{path} {whose} is {text[..Math.Min(120, text.Length)]}");
    }

    private static string MediaType(string path) => Path.GetExtension(path) switch
    {
        ".js" => "text/javascript",
        ".css" => "text/css",
        ".svg" => "image/svg+xml",
        _ => "text/html",
    };

    private static int Number(Match match) => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("<meta name=\"build\" content=\"([0-9]+)\">", RegexOptions.CultureInvariant)]
    private static partial Regex Build();

    [GeneratedRegex("(?:src|href)=\"(/[^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex("\"(/assets/[^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Lazy();

    [GeneratedRegex("\"build\":([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Announcement();
}

/// <summary>A page that somebody has open.</summary>
/// <param name="Lazy">What its script loads later.</param>
internal sealed record Tab(int Build, IReadOnlyList<string> Lazy);
