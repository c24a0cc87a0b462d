using System.Runtime.CompilerServices;
using Slipway.Pipelines;
using Slipway.Pipelines.Lint;
using Slipway.Pipelines.Files;

namespace Slipway.EndToEnd;

/// <summary>The workflows of this repository, which come from its own definitions.</summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task The_pipelines_of_this_repository_are_what_its_definitions_say_and_within_the_rules()
    {
        var there = await new RepositoryFolder(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."))).Read(TestContext.Current.CancellationToken);
        var plan = DeliveryPlanner.Plan([Chat.Application], Checks.Delivery);

        Assert.Equal([".github/workflows/ci.yml", ".github/workflows/rollback.yml", "build/aws/chat-dev-access.yml"], there.Generated.Select(file => file.Path));
        Assert.Empty(FileComparison.Of(pins => PipelineFiles.Of(plan, pins), there).Drifts);
        Assert.Empty(there.Files.SelectMany(file => PipelineLint.Check(file, plan.Gates)));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
