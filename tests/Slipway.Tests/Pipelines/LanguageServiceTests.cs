using System.Runtime.CompilerServices;
using Slipway.Pipelines;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Workflows;
using Slipway.Processes;

namespace Slipway.Tests.Pipelines;

/// <summary>
/// What GitHub's own parser and language service have to say of workflows. actionlint knows no inputs of actions that are pinned to commits; the service does, when it is
/// told of them: <c>LanguageService/actions.json</c> has those of the commits that we pin.
/// </summary>
public sealed class LanguageServiceTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-languageservice-");

    private static string Here { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "LanguageService");

    private static string Repository { get; } = Path.GetFullPath(Path.Combine(Here, "..", "..", "..", ".."));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GitHub_has_nothing_to_say_of_what_is_generated_and_finds_a_misspelt_input_of_a_pinned_action()
    {
        var program = await Bundle();
        var plan = DeliveryPlanner.Plan([Shops.Shop], Shops.Delivery with { Steps = [] });
        var files = await Written(
        [
            .. new WorkflowText(plan, ActionLock.BuiltIn).Files,
            .. new WorkflowText(DeliveryPlanner.Plan([Shops.Large, Shops.Shop with { Name = "mail", Services = [Shops.Shop.Services[1]] }], new Delivery()), ActionLock.BuiltIn).Files,
            .. (await new RepositoryFolder(Repository).Read(Ct)).Files.Where(file => file.Path.StartsWith(WorkflowText.Folder, StringComparison.Ordinal)),
        ]);

        var good = await Validate(program, files);
        Assert.True(good.ExitCode == 0, good.Output + good.Error);

        var text = new WorkflowText(plan, ActionLock.BuiltIn).Files.Single(file => file.Path.EndsWith("deploy-dev.yml", StringComparison.Ordinal)).Text;
        Assert.Contains("Invalid action input 'role-to-asume'", await Flaws(text.Replace("role-to-assume", "role-to-asume", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("aws-region", await Flaws(text.Replace("          aws-region: eu-west-1\n", "", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("changed", await Flaws(text.Replace("needs.changes.outputs.services", "needs.changed.outputs.services", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains($"actions/checkout@{new string('b', 40)} is not in ", await Flaws(text.Replace(ActionLock.BuiltIn.Of("actions/checkout").Commit, new string('b', 40), StringComparison.Ordinal)), StringComparison.Ordinal);

        async Task<string> Flaws(string broken)
        {
            var found = await Validate(program, await Written([new("broken.yml", broken)]));
            Assert.Equal(1, found.ExitCode);
            return found.Output;
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private async Task<string> Bundle()
    {
        var cache = await NpmPackages.Folder(
            "languageservice-0.3.61", "@actions/languageservice@0.3.61", "@actions/workflow-parser@0.3.61", "vscode-languageserver-textdocument@1.0.12", "yaml@2.8.1", "esbuild@0.28.2");
        var program = Path.Combine(_root.FullName, "validate.cjs");
        var bundled = await NpmPackages.Run(_root.FullName, new Command(
            "node", Path.Combine(cache, "node_modules", "esbuild", "bin", "esbuild"), Path.Combine(Here, "validate.mjs"),
            "--bundle", "--platform=node", "--format=cjs", "--loader:.json=json", "--log-level=error", $"--outfile={program}")
        {
            Environment = new Dictionary<string, string?> { ["NODE_PATH"] = Path.Combine(cache, "node_modules") },
        });
        Assert.True(bundled.ExitCode == 0, bundled.Output + bundled.Error);
        return program;
    }

    private Task<CommandResult> Validate(string program, IReadOnlyList<string> files) =>
        NpmPackages.Run(_root.FullName, new Command("node", [program, Path.Combine(Here, "actions.json"), .. files]));

    private async Task<IReadOnlyList<string>> Written(IReadOnlyList<RepositoryFile> files)
    {
        List<string> paths = [];
        foreach (var file in files)
        {
            paths.Add(Path.Combine(_root.FullName, $"{Guid.NewGuid():n}-{Path.GetFileName(file.Path)}"));
            await File.WriteAllTextAsync(paths[^1], file.Text, Ct);
        }

        return paths;
    }
}
