using Amazon.S3.Model;
using Slipway.Aws;
using Tests.Shared;

namespace Slipway.Publishing;

/// <summary>A deploy that cannot end well says why, by its exit code too, and leaves the live release as it was or takes it back.</summary>
public sealed class BadInputTests(ITestOutputHelper log)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_place_that_is_not_there_or_not_allowed_leaves_the_live_release_untouched()
    {
        await using var stage = await SiteStage.Set(Ct);
        await stage.Bootstrap(Ct);
        await stage.Build(1, Ct);
        var first = await stage.DeployApart(Ct, place: stage.Place);
        Assert.True(first.ExitCode == 0, first.Output + first.Error);
        await stage.Build(2, Ct);

        await IsRefused(stage.Place with { Distribution = "E0000000000000" }, "E0000000000000", "does not exist");
        await IsRefused(stage.Place with { Bucket = "nowhere-at-all" }, "nowhere-at-all", "does not exist");
        await MakeBucket(stage, "shop-elsewhere", "eu-west-1");
        await IsRefused(stage.Place with { Bucket = "shop-elsewhere" }, "shop-elsewhere", "eu-west-1");

        async Task IsRefused(SiteInfrastructure place, params IReadOnlyList<string> named)
        {
            var run = await stage.DeployApart(Ct, place: place);
            log.WriteLine(run.Error);
            Assert.True(run.ExitCode == (int)Verdict.Refused, $"{run.ExitCode}\n{run.Output}{run.Error}");
            Assert.All(named.Append("Nothing was changed."), text => Assert.Contains(text, run.Error, StringComparison.Ordinal));
            await stage.Serves(1, Ct);
        }
    }

    [Theory]
    // Scripts are written before anything is overwritten, pages after.
    [InlineData("assets/*")]
    [InlineData("help.html")]
    [InlineData("version.json")]
    public async Task A_bucket_that_takes_some_files_alone_keeps_the_live_release(string denied)
    {
        await using var stage = await SiteStage.Set(Ct);
        await stage.Bootstrap(Ct);
        await stage.Build(1, Ct);
        var first = await stage.DeployApart(Ct, place: stage.Place);
        Assert.True(first.ExitCode == 0, first.Output + first.Error);
        await stage.Serves(1, Ct);
        await stage.Build(2, Ct);
        var policy = BucketPolicy.Of(await stage.Session.S3.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = stage.Place.Bucket }, Ct))!;
        await PutPolicy(stage, Denying(policy, stage.Place.Bucket, denied));

        var broken = await stage.DeployApart(Ct, place: stage.Place);

        log.WriteLine($"exit {broken.ExitCode}\n{broken.Output}{broken.Error}");
        Assert.True(broken.ExitCode is (int)Verdict.Failed or (int)Verdict.RolledBack, $"{broken.ExitCode}");
        Assert.Contains("s3:PutObject", broken.Output + broken.Error, StringComparison.Ordinal);
        await stage.Serves(1, Ct);

        await PutPolicy(stage, policy);
        var allowed = await stage.DeployApart(Ct, place: stage.Place);
        Assert.True(allowed.ExitCode == 0, allowed.Output + allowed.Error);
        await stage.Serves(2, Ct);
    }

    [Fact]
    public Task A_write_that_is_denied_at_random_leaves_one_release_whole() => DeniedAtRandom(times: 4);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_write_that_is_denied_a_hundred_times_at_random_leaves_one_release_whole() => DeniedAtRandom(times: 100);

    private async Task DeniedAtRandom(int times)
    {
        log.WriteLine($"seed {Seed.Value}");
        var random = new Random(Seed.Value);
        await using var stage = await SiteStage.With(build: 0, Ct);
        await using var readers = new Readers(stage.Address, () => stage.Released, count: 2, announced: false);
        for (var build = 1; build <= times; build++)
        {
            await stage.Build(build, Ct);
            var skip = random.Next(30);
            await stage.Faults(Ct, new { kind = "deny", operation = "s3:PutObject", skip, count = 1 });
            var denied = await stage.Deploy(Ct);
            await stage.Faults(Ct);

            log.WriteLine($"write {skip + 1} denied: {denied.Verdict}\n{denied.Text}");
            await stage.Serves(denied.Verdict == Verdict.Deployed ? build : build - 1, Ct);
            var next = await stage.Deploy(Ct);
            Assert.True(next.Verdict == Verdict.Deployed, $"write {skip + 1} denied: {denied.Text}\n---\n{next.Text}");
            await stage.IsExactly(build, Ct);
        }

        await readers.Stop();
        Assert.Empty(readers.Wrong);
    }

    private static async Task MakeBucket(SiteStage stage, string name, string region)
    {
        using var session = new AwsSession(DeployEnvironment.Local with { Region = region }, stage.Aws);
        await session.S3.PutBucketAsync(new PutBucketRequest { BucketName = name, BucketRegionName = region, UseClientRegion = false }, Ct);
    }

    private static string Denying(string policy, string bucket, string keys)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(policy)!;
        document["Statement"]!.AsArray().Add(System.Text.Json.Nodes.JsonNode.Parse(
            $$"""{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::{{bucket}}/{{keys}}"}"""));
        return document.ToJsonString();
    }

    private static Task PutPolicy(SiteStage stage, string policy) =>
        stage.Session.S3.PutBucketPolicyAsync(new PutBucketPolicyRequest { BucketName = stage.Place.Bucket, Policy = policy }, Ct);
}
