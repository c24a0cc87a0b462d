using System.Runtime.Versioning;
using Slipway.Sites;
using Slipway.Tests.Sites;
using Tests.Shared;

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

    [Fact]
    public async Task What_lay_in_the_bucket_before_the_first_release_comes_back_with_its_headers_when_that_is_taken_back()
    {
        log.WriteLine($"seed {Seed.Value}");
        var random = new Random(Seed.Value);
        foreach (var pair in Scenario.Pairs(Seed.Value, 60))
        {
            using var bench = new SiteBench(new SiteCloud { Kms = random.Next(2) == 1 });
            foreach (var file in pair[0].Files("/").Select(file => file.Split('=', 2)))
                bench.Cloud.PutForeign(file[0], file[1], $"text/x-{random.Next(3)}");
            var before = Objects(bench);
            var site = pair[1].Define(bench.Build("first", pair[1].Files("/")));

            var kill = random.Next(60);
            try
            {
                (bench.Cloud.KillAt, bench.Cloud.KillAfterEffect) = (kill, random.Next(2) == 1);
                await bench.Ship(site, "r1");
            }
            catch (KilledException)
            {
                // The next run is the one under test.
            }

            bench.Cloud.Restart();
            var plan = await bench.Plan(site);
            await bench.Shipper().Apply(plan, "r2", TestContext.Current.CancellationToken);
            if (!plan.ChangesSomething)
                continue;

            Assert.True(await bench.Shipper().TakeBack(plan, "r2", "because of a test", TestContext.Current.CancellationToken));

            var after = Objects(bench);
            Assert.True(before.All(item => after.GetValueOrDefault(item.Key) == item.Value), $"{pair[0]}\n{pair[1]}\nkilled at {kill}\n{string.Join('\n', before.Except(after))}\n---\n{string.Join('\n', after)}");
            Assert.Empty(bench.Cloud.Broken);
        }
    }

    /// <summary>Text and headers of everything in the bucket.</summary>
    private static Dictionary<string, (string Text, SiteHeaders Headers)> Objects(SiteBench bench) =>
        bench.Cloud.Objects.ToDictionary(item => item.Key, item => (System.Text.Encoding.UTF8.GetString(item.Value.Content), item.Value.Headers), StringComparer.Ordinal);

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
