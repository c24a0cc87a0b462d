using System.Runtime.Versioning;
using Slipway.Sites;
using Slipway.Tests.Sites;

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

    [Fact]
    public async Task A_script_that_changes_under_its_name_is_refused_and_nothing_moves()
    {
        log.WriteLine($"seed {Seed.Value}");
        foreach (var pair in Scenario.Pairs(Seed.Value, 50).Where(pair => (pair[0].Chunks & pair[1].Chunks) != 0))
        {
            using var bench = new SiteBench();
            await bench.Ship(pair[0].Define(bench.Build("first", pair[0].Files("/"))), "r1");
            bench.Cloud.TakeLog();

            var changed = pair[1].Define(bench.Build("second", [.. pair[1].Files("/").Select(file => file.StartsWith("assets/", StringComparison.Ordinal) ? $"{file} again" : file)]));
            var error = await Assert.ThrowsAsync<DeployException>(() => bench.Ship(changed, "r2"));

            Assert.Contains("another content under the same name", error.Message, StringComparison.Ordinal);
            Assert.Empty(bench.Cloud.TakeLog());
            Assert.Equal("r1", (await new SiteLedger(bench.Cloud, "web").State(TestContext.Current.CancellationToken)).State.Release);
        }
    }

    private async Task Play(int count)
    {
        log.WriteLine($"seed {Seed.Value}");
        foreach (var scenario in Scenario.Sample(Seed.Value, count))
        {
            using var run = new ScenarioRun(scenario);
            try
            {
                await run.Play();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Assert.Fail($"{scenario}\n{exception}");
            }
        }
    }
}
