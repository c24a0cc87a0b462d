using System.Runtime.Versioning;
using System.Text;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SitePublisherTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly string[] Files = ["index.html=<script src=\"/zoom-1111aaaa.js\">", "about/index.html=about", "zoom-1111aaaa.js=1", "logo.png=logo", "sw.js=worker"];

    private readonly SiteBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_first_release_writes_files_before_the_pages_that_need_them_and_the_first_page_last()
    {
        var result = await _bench.Ship(_bench.Build("one", Files), "r1");

        Assert.Equal(
            [
                "put zoom-1111aaaa.js", "@releases/r1.json", "@current.json", "put logo.png", "put about/index.html", "put index.html", "put sw.js",
                "@releases/r1.json", "@current.json",
            ],
            _bench.Cloud.TakeLog());
        Assert.Equal(new SiteResult("web", "r1", 5, 0, 0, 0, null, "sites/web/releases/r1.json"), result);
    }

    [Fact]
    public async Task With_nothing_changed_nothing_is_written()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.TakeLog();
        _bench.Cloud.Restart();

        var result = await _bench.Ship(_bench.Build("two", Files), "r2");

        Assert.Empty(_bench.Cloud.TakeLog());
        Assert.Equal(4, _bench.Cloud.Calls);
        Assert.Equal(new SiteResult("web", "r1", 0, 5, 0, 0, "r1", "sites/web/releases/r1.json"), result);
    }

    [Fact]
    public async Task A_change_of_one_page_is_one_copy_one_write_and_one_invalidation_before_the_beacon()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");

        var log = await _bench.Writes(_bench.Build("two", [.. Files[..1], "about/index.html=more", .. Files[2..4], "sw.js=worker 2"]), "r2");

        Assert.Equal(
            [
                "@copy", "@copy", "@releases/r2.json", "@current.json", "put about/index.html", "invalidate /about/index.html", "put sw.js",
                "@releases/r2.json", "@current.json",
            ],
            log);
    }

    [Fact]
    public async Task Other_headers_alone_are_copied_onto_the_object_and_invalidated()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");

        var log = await _bench.Writes(_bench.Build("one", Files) with { EdgeCache = TimeSpan.FromMinutes(5) }, "r2");

        Assert.Equal(
            [
                "@releases/r2.json", "@current.json", "headers about/index.html", "headers index.html",
                "invalidate / /about/index.html /index.html", "@releases/r2.json", "@current.json",
            ],
            log);
        Assert.EndsWith("s-maxage=300", _bench.Cloud.Objects["index.html"].Headers.CacheControl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_gone_is_deleted_after_the_page_that_led_to_it_and_its_files_stay()
    {
        await _bench.Ship(_bench.Build("one", [.. Files, "old.html=old", "old-9999ffff.js=old", "old.png=old"]), "r1");

        var log = await _bench.Writes(_bench.Build("two", ["index.html=<script src=\"/zoom-2222bbbb.js\">", "zoom-2222bbbb.js=2", .. Files[1..]]), "r2");

        Assert.Equal(
            [
                "@copy", "@copy", "put zoom-2222bbbb.js", "@releases/r2.json", "@current.json", "put index.html", "delete old.html", "invalidate / /index.html /old.html",
                "@releases/r2.json", "@current.json",
            ],
            log);
        Assert.Contains("old-9999ffff.js", _bench.Cloud.Objects.Keys);
        Assert.Contains("old.png", _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task Files_of_earlier_releases_are_remembered_with_the_release_that_had_them_last()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        await _bench.Ship(_bench.Build("two", "index.html=two", "logo.png=logo"), "r2");
        await _bench.Ship(_bench.Build("three", "index.html=three"), "r3");

        var manifest = await new SiteLedger(_bench.Cloud, "web").Manifest("r3", Ct);
        Assert.Equal(["index.html"], manifest.Files.Select(file => file.File.Key));
        Assert.Equal(["logo.png r2", "zoom-1111aaaa.js r1"], manifest.Kept.Select(file => $"{file.File.Key} {file.LastIn}"));
    }

    [Fact]
    public async Task A_file_that_comes_back_is_not_sent_again()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        await _bench.Ship(_bench.Build("two", "index.html=two"), "r2");

        var log = await _bench.Writes(_bench.Build("one", Files), "r3");

        Assert.DoesNotContain("put zoom-1111aaaa.js", log);
        Assert.DoesNotContain("put logo.png", log);
    }

    [Fact]
    public async Task An_invalidation_that_failed_is_owed_and_paid_by_a_run_that_changes_nothing()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.InvalidationFails = () => new DeployException("cloudfront:CreateInvalidation was refused.");
        var changed = _bench.Build("two", ["index.html=two", .. Files[1..4], "sw.js=worker 2"]);
        _bench.Cloud.TakeLog();

        var failed = await _bench.Ship(changed, "r2");

        Assert.Equal(("r2", 0), (failed.Release, failed.Invalidated));
        Assert.Equal(["/", "/index.html"], Assert.Single(_bench.Output.Events.OfType<InvalidationOwed>()).Paths);
        Assert.DoesNotContain("put sw.js", _bench.Cloud.TakeLog());

        _bench.Cloud.InvalidationFails = null;
        var plan = await _bench.Plan(changed);
        Assert.Equal(["sw.js Changed"], plan.Uploads.Select(upload => $"{upload.File.Key} {upload.Reason}"));

        Assert.Equal(
            ["@copy", "@releases/r3.json", "@current.json", "invalidate / /index.html", "put sw.js", "@releases/r3.json", "@current.json"],
            await _bench.Writes(changed, "r3"));
        Assert.Empty(await _bench.Writes(changed, "r4"));
    }

    [Fact]
    public async Task A_debt_alone_is_paid_with_the_reference_of_the_run_that_made_it()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.InvalidationFails = () => new DeployException("cloudfront:CreateInvalidation was refused.");
        var changed = _bench.Build("two", ["index.html=two", .. Files[1..]]);
        await _bench.Ship(changed, "r2");
        _bench.Cloud.InvalidationFails = null;
        Assert.Equal("r2-3", (await new SiteLedger(_bench.Cloud, "web").State(Ct)).State.PendingInvalidation!.Reference);

        Assert.True((await _bench.Plan(changed)).ChangesSomething);
        Assert.Equal(["invalidate / /index.html", "@current.json"], await _bench.Writes(changed, "r3"));
        Assert.Empty(await _bench.Writes(changed, "r4"));
    }

    [Fact]
    public async Task Too_many_invalidations_and_failures_that_may_pass_are_waited_for()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        var failures = 2;
        _bench.Cloud.InvalidationFails = () => failures-- > 0 ? new DeployException("throttled") { MayPass = true } : null!;
        _bench.Cloud.TooMany = 3;

        var result = await _bench.Ship(_bench.Build("two", ["index.html=two", .. Files[1..]]), "r2");

        Assert.Equal(2, result.Invalidated);
        Assert.DoesNotContain(_bench.Output.Events, happened => happened is InvalidationOwed);
    }

    [Fact]
    public async Task Somebody_who_writes_a_page_between_the_listing_and_the_write_is_not_overwritten()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.Before = write =>
        {
            if (write == "put index.html")
                _bench.Cloud.PutForeign("index.html", "mine");
        };

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Ship(_bench.Build("two", ["index.html=two", .. Files[1..]]), "r2"));

        Assert.Equal(Verdict.Superseded, error.Verdict);
        Assert.StartsWith("index.html of site web was changed by somebody else while it was being published.", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", Encoding.UTF8.GetString(_bench.Cloud.Objects["index.html"].Content));
    }

    [Fact]
    public async Task Somebody_who_writes_the_very_content_in_between_is_no_reason_to_stop()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.Before = write =>
        {
            if (write == "put index.html")
                _bench.Cloud.PutForeign("index.html", "two", etag: "parts-2");
        };

        await _bench.Ship(_bench.Build("two", ["index.html=two", .. Files[1..]]), "r2");

        var manifest = await new SiteLedger(_bench.Cloud, "web").Manifest("r2", Ct);
        Assert.Equal("parts-2", manifest.Files.Single(file => file.File.Key == "index.html").ETag);
    }

    [Fact]
    public async Task Of_two_runs_that_publish_at_once_one_stops_before_it_overwrites_anything()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        var mine = _bench.Build("mine", ["index.html=mine", .. Files[1..]]);
        var plan = await _bench.Plan(mine);
        await _bench.Ship(_bench.Build("theirs", ["index.html=theirs", .. Files[1..]]), "r2");

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Shipper().Apply(plan, "r3", Ct));

        Assert.Equal(Verdict.Superseded, error.Verdict);
        Assert.Equal("theirs", Encoding.UTF8.GetString(_bench.Cloud.Objects["index.html"].Content));
    }

    [Fact]
    public async Task Another_content_under_a_name_that_browsers_keep_for_a_year_is_refused_and_no_page_is_changed()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.TakeLog();

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Ship(_bench.Build("two", "index.html=two", "zoom-1111aaaa.js=other"), "r2"));

        Assert.Contains("zoom-1111aaaa.js", error.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task The_same_is_refused_when_somebody_puts_it_there_in_between()
    {
        _bench.Cloud.Before = write =>
        {
            if (write == "put zoom-1111aaaa.js")
                _bench.Cloud.PutForeign("zoom-1111aaaa.js", "other");
        };

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Ship(_bench.Build("one", Files), "r1"));

        Assert.StartsWith("Site web would give files that browsers keep for a year another content", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("put index.html", _bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task A_file_that_changed_after_the_plan_was_made_does_not_reach_the_bucket_as_what_it_was()
    {
        var plan = await _bench.Plan(_bench.Build("one", Files));
        _bench.Build("one", "logo.png=LOGO");

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Shipper().Apply(plan, "r1", Ct));

        Assert.Equal(
            """
            Files of site web were changed after the plan was made. Nothing was changed in its bucket.
              files  logo.png
              try    let the build come to its end, then deploy again
            """,
            error.Message);
        Assert.Empty(_bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task Headers_whose_answer_was_lost_are_given_again()
    {
        using var bench = new SiteBench(new SiteCloud { Kms = true });
        await bench.Ship(bench.Build("one", Files), "r1");
        bench.Cloud.Before = write =>
        {
            if (write == "headers index.html" && bench.Cloud.Objects["index.html"].ETag != "lost")
                bench.Cloud.Objects["index.html"] = bench.Cloud.Objects["index.html"] with { ETag = "lost" };
        };

        await bench.Ship(bench.Build("one", Files) with { EdgeCache = TimeSpan.FromMinutes(5) }, "r2");

        Assert.EndsWith("s-maxage=300", bench.Cloud.Objects["index.html"].Headers.CacheControl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_another_tool_filled_is_taken_over_without_sending_what_is_there()
    {
        _bench.Cloud.PutForeign("index.html", Files[0].Split('=', 2)[1]);
        _bench.Cloud.PutForeign("zoom-1111aaaa.js", "1");
        _bench.Cloud.PutForeign("about/index.html", "older");
        _bench.Cloud.PutForeign("logo.png", "logo", etag: "0123456789abcdef0123456789abcdef-2");
        _bench.Cloud.PutForeign("theirs.html", "theirs");

        var plan = await _bench.Plan(_bench.Build("one", Files));
        await _bench.Shipper().Apply(plan, "r1", Ct);

        Assert.Equal(
            ["about/index.html Foreign", "index.html Headers", "logo.png Foreign", "sw.js New", "zoom-1111aaaa.js Headers"],
            plan.Uploads.Select(upload => $"{upload.File.Key} {upload.Reason}"));
        Assert.Equal(["theirs.html"], plan.LeftAlone);
        Assert.Equal("theirs", Encoding.UTF8.GetString(_bench.Cloud.Objects["theirs.html"].Content));
        Assert.Empty(await _bench.Writes(_bench.Build("one", Files), "r2"));
    }

    [Fact]
    public async Task A_file_of_several_parts_that_must_not_change_is_read_before_it_is_called_another()
    {
        _bench.Cloud.PutForeign("zoom-1111aaaa.js", "1", etag: "0123456789abcdef0123456789abcdef-2");

        var plan = await _bench.Plan(_bench.Build("one", Files));

        Assert.Equal(UploadReason.Headers, plan.Uploads.Single(upload => upload.File.Key == "zoom-1111aaaa.js").Reason);
    }

    [Fact]
    public async Task A_page_that_somebody_changed_is_told_and_overwritten()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.PutForeign("about/index.html", "by hand");

        await _bench.Ship(_bench.Build("one", Files), "r2");

        Assert.Equal(["about/index.html"], Assert.Single(_bench.Output.Events.OfType<ForeignFiles>()).Keys);
        Assert.Equal("about", Encoding.UTF8.GetString(_bench.Cloud.Objects["about/index.html"].Content));
    }

    [Fact]
    public async Task A_page_that_is_gone_but_that_somebody_changed_is_left_alone()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.PutForeign("about/index.html", "by hand");

        var plan = await _bench.Plan(_bench.Build("two", ["index.html=two", .. Files[2..]]));

        Assert.Empty(plan.Removals);
        Assert.Equal(["about/index.html"], plan.LeftAlone);
    }

    [Fact]
    public async Task A_site_in_a_folder_touches_nothing_beside_it()
    {
        _bench.Cloud.PutForeign("foobar/index.html", "not ours");
        _bench.Cloud.PutForeign("index.html", "not ours");
        using var bench = new SiteBench(_bench.Cloud) { Site = new StaticSite("web") { Source = "unset", Prefix = "foo" } };

        await bench.Ship(bench.Build("one", ["old.html=old", .. Files]), "r1");
        var plan = await bench.Plan(bench.Build("two", Files));
        await bench.Shipper().Apply(plan, "r2", Ct);

        Assert.Equal(["foo/old.html"], plan.Removals.Select(removal => removal.File.Key));
        Assert.Empty(plan.LeftAlone);
        Assert.Equal("not ours", Encoding.UTF8.GetString(_bench.Cloud.Objects["foobar/index.html"].Content));
        Assert.Equal("not ours", Encoding.UTF8.GetString(_bench.Cloud.Objects["index.html"].Content));
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_is_an_error_that_names_it()
    {
        _bench.Cloud.Documents["sites/web/current.json"] = new StoredBytes("{"u8.ToArray(), "w", default);

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Plan(_bench.Build("one", Files)));

        Assert.StartsWith("s3://releases/sites/web/current.json cannot be read. Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_manifest_is_an_error_that_names_it()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.Documents.Remove("sites/web/releases/r1.json");

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Plan(_bench.Build("one", Files)));

        Assert.Contains("s3://releases/sites/web/releases/r1.json", error.Message, StringComparison.Ordinal);
    }
}
