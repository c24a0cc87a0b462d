using Amazon.S3.Model;
using Xunit.Sdk;

namespace Slipway.Publishing;

/// <summary>What the other tests do not see, they would: each of these breaks the site by hand, and it is noticed.</summary>
public sealed class ControlTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chunk_that_is_gone_an_asset_of_another_build_and_an_early_announcement_are_noticed()
    {
        await using var stage = await SiteStage.With(build: 1, Ct);
        using var viewer = new Viewer(stage.Address, compressed: false);
        var tab = (await viewer.Open("/", "index.html", Ct))!;
        await viewer.Announced(Ct);
        Assert.Empty(viewer.Wrong);

        await stage.Session.S3.DeleteObjectAsync(stage.Place.Bucket, tab.Lazy[0][1..], Ct);
        await viewer.GoOn(tab, Ct);
        Assert.Equal([$"{tab.Lazy[0]} was answered with 404 application/xml, not 200 text/javascript"], viewer.Wrong);

        // The help page has not been asked for, so that the edge fetches it now.
        await Put(stage, "help.html", SiteBuild.Of(2).Files["help.html"], "text/html");
        await viewer.Open("/help.html", "help.html", Ct);
        Assert.StartsWith($"/assets/site-", viewer.Wrong[1], StringComparison.Ordinal);

        await Put(stage, "version.json", """{"build":2}""", "application/json");
        await viewer.Announced(Ct);
        Assert.Equal("build 2 was announced while the edge gave the page of build 1", viewer.Wrong[^1]);
    }

    [Fact]
    public async Task An_invalidation_that_is_lost_is_seen_and_the_next_run_pays_for_it()
    {
        await using var stage = await SiteStage.With(build: 1, Ct);
        await stage.Serves(1, Ct);
        await stage.Build(2, Ct);
        await stage.Faults(Ct, new { kind = "deny", operation = "cloudfront:CreateInvalidation" });

        var owing = await stage.Deploy(Ct);

        Assert.True(owing.Verdict == Verdict.Deployed, owing.Text);
        using var viewer = new Viewer(stage.Address, compressed: false);
        // The edge really keeps pages, and says so to whoever looks for the new ones.
        Assert.Equal(1, (await viewer.Open("/", "index.html", Ct))!.Build);
        await Assert.ThrowsAnyAsync<XunitException>(() => stage.Serves(2, Ct));
        // Nobody is told of a build that he would not get.
        await viewer.Announced(Ct);
        Assert.Empty(viewer.Wrong);
        Assert.Contains("cloudfront:CreateInvalidation", owing.Text, StringComparison.Ordinal);

        await stage.Faults(Ct);
        var paying = await stage.Deploy(Ct);

        Assert.True(paying.Verdict == Verdict.Deployed, paying.Text);
        await stage.IsExactly(2, Ct);
    }

    private static Task Put(SiteStage stage, string key, string text, string type) => stage.Session.S3.PutObjectAsync(
        new PutObjectRequest { BucketName = stage.Place.Bucket, Key = key, ContentBody = text, ContentType = type }, Ct);
}
