using System.Net;
using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Systems;

/// <summary>A page that a service rendered, and what it loads.</summary>
/// <param name="Files">Paths without the slash in front.</param>
internal sealed partial record RenderedPage(string Html, IReadOnlyList<string> Files)
{
    /// <summary>Asks for the front page.</summary>
    /// <param name="ask">Path without the slash in front.</param>
    public static async Task<RenderedPage> Load(Func<string, Task<string>> ask)
    {
        var html = await ask("");
        return new RenderedPage(html, [.. File().Matches(html).Select(match => match.Groups["path"].Value)]);
    }

    /// <summary>Loads the page again and again, each time with all that it names, as a browser does that has nothing yet; tells what was not there.</summary>
    public static async Task<(int Pages, IReadOnlyList<string> Problems)> LoadUntil(SystemRun system, CancellationToken stop, CancellationToken ct)
    {
        var (pages, problems) = (0, new List<string>());
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var page = await Load(path => system.Read(path, ct));
                foreach (var file in page.Files)
                {
                    if (await system.Ask(file, ct) is { Status: not HttpStatusCode.OK } answer)
                        problems.Add($"{file} {(int)answer.Status}");
                }

                pages++;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                problems.Add(exception.Message);
            }

            await Task.WhenAny(Task.Delay(200, ct), Task.Delay(Timeout.Infinite, stop));
        }

        return (pages, problems);
    }

    [GeneratedRegex("(src|href)=\"/(?<path>static/[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex File();
}
