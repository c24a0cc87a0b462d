using System.Runtime.CompilerServices;
using Slipway.Nuke;
using Slipway.Pipelines;
using Slipway.Pipelines.Lint;
using Slipway.Pipelines.Files;

namespace Slipway.EndToEnd;

/// <summary>The workflows of this repository, which come from its own definitions.</summary>
public sealed class PipelineTests
{
    // Only what it ships is asked for: nothing of it is run.
    private static readonly IShip Own = (IShip)RuntimeHelpers.GetUninitializedObject(typeof(Build));

    private static readonly DeliveryPlan Plan = DeliveryPlanner.Plan(Own.Applications, Own.Delivery);

    [Fact]
    public async Task The_pipelines_of_this_repository_are_what_its_definitions_say_and_within_the_rules()
    {
        var there = await new RepositoryFolder(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."))).Read(TestContext.Current.CancellationToken);

        Assert.Superset(new HashSet<string> { ".github/workflows/ci.yml", ".github/workflows/rollback-chat.yml", "build/aws/threadcast-pipeline.yml" }, there.Generated.Select(file => file.Path).ToHashSet());
        Assert.Empty(FileComparison.Of(pins => PipelineFiles.Of(Plan, pins), there).Drifts);
        Assert.Empty(there.Files.SelectMany(file => PipelineLint.Check(file, Plan.Gates)));
    }

    [Fact]
    public void A_push_to_this_repository_ships_nothing_since_its_samples_are_shipped_from_their_own() =>
        Assert.All(Plan.Stages.Where(stage => stage.Triggers.Any(trigger => trigger is Trigger.Push)), stage => Assert.NotNull(stage.Repository));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
