using Slipway.Pipelines;
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
        var package = Path.Combine(await NpmPackages.Folder("cloudformation-validate-1.9.0-beta", Package), "node_modules", "@aws", "cloudformation-validate");
        List<string> names = [];
        foreach (var (sample, number) in AwsShops.Samples.Values.Append((Plan: Shops.Plan, Pins: Shops.Lock)).Select((sample, number) => (sample, number)))
        {
            foreach (var file in PipelineFiles.Of(sample.Plan, sample.Pins).Where(file => file.Text.Contains("AWSTemplateFormatVersion", StringComparison.Ordinal)))
                names.Add(await Write($"{number}-{Path.GetFileName(file.Path)}", file.Text));
        }

        Assert.Contains(names, name => name.EndsWith("-pipeline.yml", StringComparison.Ordinal));
        Assert.Contains(names, name => name.EndsWith("-access.yml", StringComparison.Ordinal));
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
        return await NpmPackages.Run(_root.FullName, new Command("node", [script, package, .. names]));
    }
}
