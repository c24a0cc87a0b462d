using Slipway.Pipelines;

namespace Slipway.Tests.Pipelines.CodePipeline;

/// <summary>What AWS's own reader of templates has to say of what ./build.sh Pipelines writes.</summary>
public sealed class CloudFormationValidateTests
{
    [Fact]
    public async Task AWS_has_nothing_to_say_of_what_is_generated_and_finds_what_is_not()
    {
        using var validator = await TemplateValidator.Start();
        List<string> names = [];
        foreach (var (sample, number) in AwsShops.Samples.Values.Append((Plan: Shops.Plan, Pins: Shops.Lock)).Select((sample, number) => (sample, number)))
        {
            foreach (var file in PipelineFiles.Of(sample.Plan, sample.Pins).Where(file => file.Text.Contains("AWSTemplateFormatVersion", StringComparison.Ordinal)))
            {
                names.Add($"{number}-{Path.GetFileName(file.Path)}");
                await validator.Add(names[^1], file.Text);
            }
        }

        Assert.Contains(names, name => name.EndsWith("-pipeline.yml", StringComparison.Ordinal));
        Assert.Contains(names, name => name.EndsWith("-access.yml", StringComparison.Ordinal));
        var good = await validator.Run();
        Assert.True(good.ExitCode == 0, good.Output + good.Error);

        await validator.Add("broken.yml", AwsShops.Template.Text.Replace("ExecutionMode: QUEUED", "ExecutionMode: QUEUE", StringComparison.Ordinal));
        var bad = await validator.Run();
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("QUEUE", bad.Output, StringComparison.Ordinal);
    }
}
