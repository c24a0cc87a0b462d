using System.Runtime.Versioning;

namespace Slipway.Publishing.Properties;

/// <summary>For any builds, and any call at which any runs are killed or lose their invalidation, the next run ends in exactly what was asked for.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScenarioTests(ITestOutputHelper log)
{
    [Fact]
    public Task Whatever_happened_before_a_run_ends_in_exactly_what_it_was_to_publish() => Play(300);

    [Fact]
    [Trait("Category", "Long")]
    public Task Whatever_happened_before_a_run_ends_in_exactly_what_it_was_to_publish_five_thousand_times() => Play(5_000);

    private async Task Play(int count)
    {
        log.WriteLine($"seed {Seed.Value}");
        foreach (var scenario in Scenario.Sample(Seed.Value, count))
        {
            using var run = new ScenarioRun(scenario);
            try
            {
                await run.Play();
                //Assert.Empty(run.NeedlesslyInvalidated);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Assert.Fail($"{scenario}\n{exception}");
            }
        }
    }
}
