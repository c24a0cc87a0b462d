using Slipway.Processes;

namespace Slipway.Tests.Pipelines;

/// <summary>Programs of npm that read what we write: installed once for this user, outside the repository.</summary>
internal static class NpmPackages
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The folder that has their <c>node_modules</c>. Where they cannot be had, the test is skipped and says why.</summary>
    /// <param name="name">Of the folder; another one for other versions.</param>
    /// <param name="packages">With their versions.</param>
    public static async Task<string> Folder(string name, params IReadOnlyList<string> packages)
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "slipway-tests", name);
        if (File.Exists(Path.Combine(cache, "done")))
            return cache;

        Assert.SkipUnless(await IsThere("node") && await IsThere("npm"), "node and npm are not both on the PATH.");
        Directory.CreateDirectory(cache);
        var installed = await Run(cache, new Command("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", cache, .. packages]));
        Assert.SkipUnless(installed.ExitCode == 0, $"npm could not install {string.Join(", ", packages)}.");
        await File.WriteAllTextAsync(Path.Combine(cache, "done"), "", Ct);
        return cache;
    }

    public static Task<CommandResult> Run(string folder, Command command) =>
        new SystemProcesses(TimeProvider.System).Run(command with { Directory = folder }, onLine: null, Ct);

    /// <summary>Whether a program answers.</summary>
    public static async Task<bool> IsThere(string program)
    {
        try
        {
            return (await Run(Path.GetTempPath(), new Command(program, "--version"))).ExitCode == 0;
        }
        catch (DeployException)
        {
            return false;
        }
    }
}
