using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;
using Slipway.Tests.Images;
using Tests.Shared;

namespace Slipway.Tests.Pipelines.CodePipeline;

public sealed class CodePipelineFilesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-codepipeline-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_template_and_what_CodeBuild_runs_are_as_approved() =>
        Approved.Matches(string.Join("\n", AwsShops.Files.Select(file => $"==== {file.Path}\n{file.Text}")), "codepipeline.shop");

    [Fact]
    public void Two_runs_give_the_same_bytes() => Assert.Equal(AwsShops.Files, CodePipelineFiles.Of(DeliveryPlanner.Plan([AwsShops.Shop], Shops.Delivery)));

    [Fact]
    public void No_file_has_a_carriage_return_or_a_space_at_the_end_of_a_line() =>
        Assert.All(AwsShops.Samples.Values.SelectMany(sample => CodePipelineFiles.Of(sample.Plan)), file => Assert.DoesNotContain(file.Text.Split('\n'), line => line.EndsWith(' ') || line.EndsWith('\r')));

    [Fact]
    public void What_is_generated_is_within_the_rules() =>
        Assert.Empty(AwsShops.Samples.Values.SelectMany(sample => CodePipelineFiles.Of(sample.Plan)).SelectMany(TemplateLint.Check));

    // A template that is not fetched from a bucket: 51200 bytes; one that is: 1 MB; a stage: 50 actions.
    [Fact]
    public void Two_hundred_services_keep_stages_and_template_within_the_limits()
    {
        var plan = AwsShops.Samples["large"].Plan;

        Assert.All(PipelineDesign.Of(plan).SelectMany(pipeline => pipeline.Stages), stage => Assert.InRange(stage.Actions.Count, 1, 50));
        Assert.All(CodePipelineFiles.Of(plan), file => Assert.InRange(file.Text.Length, 100, 400_000));
        var built = PipelineDesign.Of(plan).SelectMany(pipeline => pipeline.Stages).First(stage => stage.Name == "dev").Actions.OfType<AwsAction.Run>()
            .SelectMany(run => run.Variables.Where(variable => variable.Key == "SERVICE")).SelectMany(variable => variable.Value.Split(','));
        Assert.Equal(Shops.Large.Services.Select(service => service.Name), built);
    }

    [Fact]
    public async Task Who_delivers_with_CodePipeline_has_workflows_for_checks_alone_and_loses_the_rest_when_it_ends()
    {
        var output = new RecordingOutput();
        var generator = new PipelineGenerator(new RepositoryFolder(_root.FullName), output);
        await Write(".github/actions.lock", Shops.Lock.Text);
        await generator.Write(Shops.Plan, Ct);
        await Write("build/aws/mine.yml", "Resources: {}\n");

        await generator.Write(AwsShops.Plan, Ct);

        Assert.Equal([".github/workflows/ci.yml"], Names(".github/workflows"));
        Assert.Equal([.. PipelineFiles.Of(AwsShops.Plan, Shops.Lock).Select(file => file.Path).Where(path => path.StartsWith("build/aws/", StringComparison.Ordinal)).Append("build/aws/mine.yml").Order(StringComparer.Ordinal)], Names("build/aws"));
        Assert.Equal(Verdict.Deployed, await generator.Check(AwsShops.Plan, Ct));

        await Write("build/aws/shop-pipeline.yml", AwsShops.Template.Text.Replace("QUEUED", "SUPERSEDED", StringComparison.Ordinal));
        Assert.Equal(Verdict.Failed, await generator.Check(AwsShops.Plan, Ct));
        Assert.Equal(("build/aws/shop-pipeline.yml", DriftKind.Edited), Assert.Single(output.Events.OfType<FileDrifted>().Select(drift => (drift.File, drift.Drift))));

        await generator.Write(Shops.Plan, Ct);
        Assert.Equal(["build/aws/mine.yml", "build/aws/shop-dev-access.yml", "build/aws/shop-prod-access.yml"], Names("build/aws"));
        Assert.Contains(".github/workflows/deploy-prod.yml", Names(".github/workflows"));
    }

    [Fact]
    public async Task A_flaw_in_a_template_written_by_hand_fails_the_check()
    {
        var output = new RecordingOutput();
        var generator = new PipelineGenerator(new RepositoryFolder(_root.FullName), output);
        await Write(".github/actions.lock", Shops.Lock.Text);
        await generator.Write(AwsShops.Plan, Ct);
        await Write("build/aws/mine.yml", "Resources:\n  Mine:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      ExecutionMode: QUEUED\n");

        Assert.Equal(Verdict.Failed, await generator.Check(AwsShops.Plan, Ct));

        Assert.Equal(("build/aws/mine.yml", 5, "only-version-2"), Assert.Single(output.Events.OfType<FileFlawed>().Select(flaw => (flaw.Finding.File, flaw.Finding.Line, flaw.Finding.Rule))));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task Write(string path, string text)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, Ct);
    }

    private IReadOnlyList<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(_root.FullName, folder)).Select(file => Path.GetRelativePath(_root.FullName, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
