using System.Text.RegularExpressions;

namespace Slipway.EndToEnd;

/// <summary>The library against an AWS that nobody here wrote, reached as a user reaches AWS: by the SDK's own settings.</summary>
public sealed partial class MotoTests(MotoAccount account) : IClassFixture<MotoAccount>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infrastructure_that_boto3_made_is_found_by_its_names_and_judged_sound_once_the_release_bucket_is_there()
    {
        var before = await account.Build(Ct, "Preview", "--application", "shop", "--environment", "dev");
        var made = await account.Build(Ct, "Bootstrap", "--application", "shop", "--environment", "dev");
        var again = await account.Build(Ct, "Bootstrap", "--application", "shop", "--environment", "dev");
        var after = await account.Build(Ct, "Preview", "--application", "shop", "--environment", "dev");

        Assert.True(before.Code == 7, before.Output);
        Assert.Contains(
            """
            shop cannot be deployed to dev: one part of its infrastructure is not as needed. Nothing was changed.
              dev / ReleaseBucket
                seen  the release bucket, slipway-shop-dev-123456789012, does not exist
                try   ./build.sh Bootstrap --environment dev
            """.ReplaceLineEndings("\n"),
            before.Output, StringComparison.Ordinal);
        Assert.True(made.Code == 0, made.Output);
        Assert.True(again.Code == 0, again.Output);
        Assert.Contains("The release bucket slipway-shop-dev-123456789012 is as it should be; nothing was changed.", again.Output, StringComparison.Ordinal);

        Assert.True(after.Code == 0, after.Output);
        // Moto answers this one with status 500 and a page.
        Assert.Contains(
            "not checked: whether the caller may give the roles to ECS (iam:PassRole): iam:SimulatePrincipalPolicy is not known to this endpoint", after.Output, StringComparison.Ordinal);
        Assert.Single(NotChecked().Matches(after.Output));
        Assert.Contains("create service shop-web with 1 tasks", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_by_its_name_and_is_not_there_is_named_together()
    {
        var run = await account.Build(Ct, "Preview", "--application", "shop", "--environment", "bare");

        Assert.True(run.Code == 7, run.Output);
        Assert.Contains(
            """
            shop cannot be deployed to bare: infrastructure that goes by its name was not found. Nothing was changed.
              subnets         shop-bare-private*
              security groups shop-bare-tasks*
              target group    shop-bare-web
            """.ReplaceLineEndings("\n"),
            run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_down_and_not_there_is_named_together()
    {
        var run = await account.Build(Ct, "Preview", "--application", "shop", "--environment", "wrong");

        Assert.True(run.Code == 7, run.Output);
        Assert.Contains("shop cannot be deployed to wrong: 7 parts of its infrastructure are not as needed. Nothing was changed.", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "shop-wrong does not exist in account 123456789012, region ap-northeast-2",
                "subnet-0123456789abcdef0 does not exist in account 123456789012, region ap-northeast-2",
                "sg-0123456789abcdef0 does not exist in account 123456789012, region ap-northeast-2",
                "arn:aws:iam::123456789012:role/shop-dev-nobody does not exist in account 123456789012",
                "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/gone/0123456789abcdef of web does not exist in account 123456789012, region ap-northeast-2",
                "there is no secret shop/wrong/database in account 123456789012, region ap-northeast-2",
                "the release bucket, slipway-shop-wrong-123456789012, does not exist",
            ],
            Seen().Matches(run.Output).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task Credentials_of_another_account_are_refused()
    {
        var run = await account.Build(Ct, "Preview", "--application", "shop", "--environment", "other");

        Assert.True(run.Code == 7, run.Output);
        Assert.Contains("The credentials belong to another account than environment other. Nothing was changed.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_is_published_under_the_lock_invalidated_and_left_alone_when_nothing_changed()
    {
        var first = await account.Build(Ct, "Deploy", "--application", "pages", "--environment", "dev");
        var second = await account.Build(Ct, "Deploy", "--application", "pages", "--environment", "dev");
        await account.Commit("pages/index.html", "<script src=\"/zoom.3f9c1a2b.js\"></script><p>More</p>", Ct);
        var third = await account.Build(Ct, "Deploy", "--application", "pages", "--environment", "dev");
        var releases = await account.Build(Ct, "Releases", "--application", "pages", "--environment", "dev");

        Assert.True(first.Code == 0, first.Output);
        Assert.Contains("2 written, 0 deleted", first.Output, StringComparison.Ordinal);
        Assert.True(second.Code == 0, second.Output);
        Assert.Contains("Site web is unchanged", second.Output, StringComparison.Ordinal);
        Assert.Contains(" 0 of them mutating", second.Output, StringComparison.Ordinal);
        Assert.True(third.Code == 0, third.Output);
        Assert.Contains("Site web: invalidated", third.Output, StringComparison.Ordinal);
        Assert.Contains("1 written, 0 deleted, 1 unchanged", third.Output, StringComparison.Ordinal);
        Assert.True(releases.Code == 0, releases.Output);
        Assert.Equal(2, ReleaseId().Matches(releases.Output).Select(match => match.Value).Distinct(StringComparer.Ordinal).Count());

        Assert.Equal(
            """
            index.html text/html; charset=utf-8
            zoom.3f9c1a2b.js text/javascript; charset=utf-8
            lock held: False
            invalidated: True
            """.ReplaceLineEndings("\n"),
            (await account.Python(
                $$"""
                import os
                s3, cdn = session.client("s3"), session.client("cloudfront")
                bucket, releases = "pages-dev-web-{{MotoBuild.Account}}", "slipway-pages-dev-{{MotoBuild.Account}}"
                for found in s3.list_objects_v2(Bucket=bucket)["Contents"]:
                    print(found["Key"], s3.head_object(Bucket=bucket, Key=found["Key"])["ContentType"])
                print("lock held:", any(found["Key"] == "lock.json" for found in s3.list_objects_v2(Bucket=releases)["Contents"]))
                print("invalidated:", cdn.list_invalidations(DistributionId=os.environ["{{MotoBuild.DistributionVariable}}"])["InvalidationList"]["Quantity"] > 0)
                """,
                Ct)).Trim());
    }

    [GeneratedRegex("not checked: ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotChecked();

    [GeneratedRegex("^    seen  (.+?)\r?$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seen();

    [GeneratedRegex("[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReleaseId();
}
