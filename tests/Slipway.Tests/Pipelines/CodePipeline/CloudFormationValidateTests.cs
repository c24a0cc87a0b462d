using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Files;
using Slipway.Processes;

namespace Slipway.Tests.Pipelines.CodePipeline;

/// <summary>What AWS's own reader of templates has to say: the npm package @aws/cloudformation-validate, which knows the schema of every resource.</summary>
public sealed class CloudFormationValidateTests : IDisposable
{
    private const string Package = "@aws/cloudformation-validate@1.9.0-beta";

    // Findings of a warning and worse, one to a line.
    private const string Script =
        """
        const { RegoEngine, TemplateFile } = require(process.argv[2]);
        const engine = new RegoEngine();
        let found = 0;
        for (const path of process.argv.slice(3)) {
          for (const one of engine.validateStandard(new TemplateFile(path), { severityLevel: "WARN" }).diagnostics) {
            console.log(path + ": " + JSON.stringify(one));
            found++;
          }
        }
        engine.free();
        process.exit(found === 0 ? 0 : 1);
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-cloudformation-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWS_has_nothing_to_say_of_what_is_generated_and_finds_what_is_not()
    {
        var package = await Installed();
        List<string> names = [];
        foreach (var (sample, number) in AwsShops.Samples.Values.Select((sample, number) => (sample, number)))
        {
            foreach (var file in CodePipelineFiles.Of(sample.Plan).Where(file => file.Path.EndsWith("-pipeline.yml", StringComparison.Ordinal)))
                names.Add(await Write($"{number}-{Path.GetFileName(file.Path)}", file.Text));
        }

        var good = await Validate(package, names);
        Assert.True(good.ExitCode == 0, good.Output + good.Error);

        var broken = await Write("broken.yml", AwsShops.Template.Text.Replace("ExecutionMode: QUEUED", "ExecutionMode: QUEUE", StringComparison.Ordinal));
        var bad = await Validate(package, [broken]);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("QUEUE", bad.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<string> Write(string name, string text)
    {
        await new RepositoryFolder(_root.FullName).Write(new RepositoryFile(name, text), Ct);
        return name;
    }

    private async Task<CommandResult> Validate(string package, IReadOnlyList<string> names)
    {
        var script = await Write("validate.cjs", Script);
        return await Run("node", [script, package, .. names]);
    }

    /// <summary>Installed once for this user, outside the repository.</summary>
    private async Task<string> Installed()
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "slipway-tests", "cloudformation-validate-1.9.0-beta");
        var package = Path.Combine(cache, "node_modules", "@aws", "cloudformation-validate");
        if (File.Exists(Path.Combine(cache, "done")))
            return package;

        Assert.SkipUnless(await IsThere("node") && await IsThere("npm"), "node and npm are not both on the PATH.");
        Directory.CreateDirectory(cache);
        var installed = await Run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", cache, Package]);
        Assert.SkipUnless(installed.ExitCode == 0, $"npm could not install {Package}.");
        await File.WriteAllTextAsync(Path.Combine(cache, "done"), "", Ct);
        return package;
    }

    private async Task<bool> IsThere(string program)
    {
        try
        {
            return (await Run(program, ["--version"])).ExitCode == 0;
        }
        catch (DeployException)
        {
            return false;
        }
    }

    private Task<CommandResult> Run(string program, IReadOnlyList<string> arguments) =>
        new SystemProcesses(TimeProvider.System).Run(new Command(program, arguments) { Directory = _root.FullName }, onLine: null, Ct);
}
