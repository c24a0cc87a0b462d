using Slipway.Services;

namespace Slipway.Rollouts;

/// <summary>Services that wait for each other are one release: it serves as a whole or not at all.</summary>
public sealed class ChainTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [Strategies.Rolling, Strategies.BlueGreen, Strategies.ServicePair];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task When_the_third_fails_the_first_two_are_taken_back_in_reverse_and_the_report_says_so(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var chain = Chain.With(name => Strategies.Unvisited(name == Chain.Third ? Strategies.Rolling : strategy));
        var live = await Deploy(stage, chain, name => new ShopVersion($"{name} one"));
        Assert.True(live.Verdict == Verdict.Deployed, live.Text);

        var told = new Told();
        await stage.Commit(chain, name => new ShopVersion($"{name} two") { NeverStarts = name == Chain.Third }, Ct);
        var failed = await stage.Run(chain, (release, ct) => release.Deploy(ct), Ct, output: told);

        Assert.True(failed.Verdict == Verdict.RolledBack, failed.Text);
        Assert.Equal([(Chain.Third, "RolledBack"), (Chain.Second, "RolledBack"), (Chain.First, "RolledBack")], Ends(told).TakeLast(3));
        Assert.Equal([(Chain.First, "Deployed"), (Chain.Second, "Deployed")], Ends(told).SkipLast(3));
        Assert.All([Chain.First, Chain.Second], name => Assert.Contains(
            told.Events.OfType<ServiceEnded>(), end => end.Service == name && end.Text.Contains("because third failed", StringComparison.Ordinal)));
        Assert.Contains("no teapot in reach", failed.Text, StringComparison.Ordinal);
        Assert.Equal(Chain.Names.Select(name => (name, "RolledBack")), failed.Record.Services.Select(service => (service.Name, service.Verdict)));
        foreach (var name in Chain.Names)
            Assert.Equal(new Dictionary<string, int> { [$"{name} one"] = 100 }, await stage.Answering(new Uri(live.Record.Urls[name]), Ct));
    }

    [Fact]
    public async Task When_the_second_fails_the_third_is_not_begun()
    {
        await using var stage = await Stage.Set(Ct);
        var chain = Chain.With(_ => Rollout.Rolling);
        await Deploy(stage, chain, name => new ShopVersion($"{name} one"));

        var failed = await Deploy(stage, chain, name => new ShopVersion($"{name} two") { NeverStarts = name == Chain.Second });

        Assert.True(failed.Verdict == Verdict.RolledBack, failed.Text);
        Assert.Equal(
            [(Chain.First, "RolledBack"), (Chain.Second, "RolledBack"), (Chain.Third, "Stopped")],
            failed.Record.Services.Select(service => (service.Name, service.Verdict)));
        Assert.Contains("third: not begun because second failed", failed.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<Outcome> Deploy(Stage stage, Application chain, Func<string, ShopVersion> versionOf)
    {
        await stage.Commit(chain, versionOf, Ct);
        return await stage.Run(chain, (release, ct) => release.Deploy(ct), Ct);
    }

    private static IEnumerable<(string Service, string Verdict)> Ends(Told told) =>
        told.Events.OfType<ServiceEnded>().Select(end => (end.Service, $"{end.Verdict}"));
}
