using Microsoft.Playwright;
using Slipway.Processes;
using Slipway.Rehearsal.Engine;

namespace Slipway.EndToEnd;

/// <summary>A real Chromium: the machine's own, or Debian's unpacked below <c>.nuke/temp</c>, where nothing is installed.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Browser> Open(CancellationToken ct)
    {
        var (executable, variables) = await Find(ct);
        var playwright = await Playwright.CreateAsync();
        var environment = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);
        foreach (var (name, value) in variables)
            environment[name] = value;

        return new Browser(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Headless = true, Env = environment }));
    }

    /// <summary>A page in a session of its own, as another person's browser has it.</summary>
    public async Task<IPage> Visit(string url)
    {
        var page = await (await _browser.NewContextAsync()).NewPageAsync();
        await page.GotoAsync(url);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>The browser's program, and the variables by which an unpacked one finds what an installed one has in its place.</summary>
    private static async Task<(string Executable, IReadOnlyDictionary<string, string> Variables)> Find(CancellationToken ct)
    {
        foreach (var installed in new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.Where(File.Exists))
            return (installed, new Dictionary<string, string>());

        var folder = Path.Combine(Workspace.Repository, ".nuke", "temp", "browser");
        var unpacked = Path.Combine(folder, "unpacked");
        var executable = Path.Combine(unpacked, "usr", "lib", "chromium", "chromium-headless-shell");
        if (!File.Exists(executable))
        {
            var packages = new DebianPackages(new SystemProcesses(TimeProvider.System), Path.Combine(folder, "packages"));
            await packages.Unpack(["chromium-headless-shell", "fonts-dejavu-core"], unpacked, _ => { }, ct);
        }

        // Fonts that the machine has are not unpacked again.
        var fonts = Path.Combine(folder, "fonts.conf");
        await File.WriteAllTextAsync(fonts, $"<?xml version=\"1.0\"?><fontconfig><dir>/usr/share/fonts</dir><dir>{Path.Combine(unpacked, "usr", "share", "fonts")}</dir><cachedir>{folder}</cachedir></fontconfig>", ct);

        // Some libraries lie in folders of their own, which an installation would find by other means.
        var libraries = Directory.EnumerateFiles(unpacked, "*.so*", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal);
        return (executable, new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = string.Join(':', libraries), ["FONTCONFIG_FILE"] = fonts });
    }
}
