namespace Slipway.Publishing;

/// <summary>People read the site while one release follows the other.</summary>
public sealed class ReaderTests(ITestOutputHelper log)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Nobody_misses_anything_during_six_deploys() => Read(deploys: 6);

    [Fact]
    [Trait("Category", "Long")]
    public Task Nobody_misses_anything_during_fifty_deploys() => Read(deploys: 50);

    private async Task Read(int deploys)
    {
        await using var stage = await SiteStage.With(build: 0, Ct);
        using var patient = new Viewer(stage.Address, compressed: true);
        Queue<Tab> tabs = new();
        await using var readers = new Readers(stage.Address, () => stage.Released);

        for (var build = 1; build <= deploys; build++)
        {
            // Beside those who come and go, one tab is opened right before each release, and gone on with after the next but one.
            tabs.Enqueue((await patient.Open("/", "index.html", Ct))!);
            await stage.Build(build, Ct);
            var outcome = await stage.Deploy(Ct);
            Assert.True(outcome.Verdict == Verdict.Deployed, outcome.Text);
            await patient.GoOn(tabs.Last(), Ct);
            if (tabs.Count > 2)
                await patient.GoOn(tabs.Dequeue(), Ct);
        }

        await readers.Stop();
        log.WriteLine($"{readers.Builds.Count} builds seen, {readers.OldTabs} old tabs gone on with");
        Assert.Empty(readers.Wrong);
        Assert.Empty(patient.Wrong);
        Assert.Equal(Enumerable.Range(0, deploys + 1), readers.Builds);
        Assert.True(readers.OldTabs >= deploys, $"only {readers.OldTabs} old tabs were gone on with");
        await stage.IsExactly(deploys, Ct);
        // Nothing but retention kept them, and it kept no more than it was to.
        Assert.Equal(Enumerable.Range(deploys + 1 - Site.Web.Retention.Releases, Site.Web.Retention.Releases), await stage.Kept(deploys, Ct));
    }
}
