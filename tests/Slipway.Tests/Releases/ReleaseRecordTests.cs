using System.Runtime.Versioning;
using Slipway.Releases;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

[UnsupportedOSPlatform("windows")]
public sealed class ReleaseRecordTests
{
    private static readonly ReleaseRecord Record = new(
        "RolledBack", 3, "shop", "dev", "0a1b2c", "20260102T030405Z-0a1b2c",
        [new("web", "registry/shop/web@sha256:1", "shop-dev-web:7", "RolledBack"), new("worker", null, null, "Deployed")],
        [new("docs", 3, 12, true)],
        new SortedDictionary<string, string> { ["web"] = "http://lb.example.com/", ["aws"] = "http://127.0.0.1:1" },
        new SortedDictionary<string, int> { ["ecs:UpdateService"] = 2, ["ecs:DescribeServices"] = 9 },
        12.3);

    [Fact]
    public void The_record_is_what_scripts_were_promised() => Assert.Equal(
        """
        {
          "verdict": "RolledBack",
          "exitCode": 3,
          "application": "shop",
          "environment": "dev",
          "commit": "0a1b2c",
          "release": "20260102T030405Z-0a1b2c",
          "services": [
            {
              "name": "web",
              "image": "registry/shop/web@sha256:1",
              "taskDefinition": "shop-dev-web:7",
              "verdict": "RolledBack"
            },
            {
              "name": "worker",
              "image": null,
              "taskDefinition": null,
              "verdict": "Deployed"
            }
          ],
          "sites": [
            {
              "name": "docs",
              "uploaded": 3,
              "unchanged": 12,
              "invalidated": true
            }
          ],
          "urls": {
            "aws": "http://127.0.0.1:1",
            "web": "http://lb.example.com/"
          },
          "apiCalls": {
            "ecs:DescribeServices": 9,
            "ecs:UpdateService": 2
          },
          "seconds": 12.3
        }

        """,
        Record.ToJson());

    [Fact]
    public async Task Saving_replaces_the_record_of_the_run_before_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "not", "there", "yet");

        await (Record with { Verdict = "Deployed" }).Save(target, TestContext.Current.CancellationToken);
        await Record.Save(target, TestContext.Current.CancellationToken);

        Assert.Equal("last-release.json", Path.GetFileName(Assert.Single(Directory.GetFiles(target))));
        Assert.Equal(Record.ToJson(), await File.ReadAllTextAsync(Path.Combine(target, "last-release.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_job_is_handed_the_address_of_the_first_site_and_of_the_first_service_where_no_site_has_one()
    {
        var record = new ReleaseRecord(
            "Deployed", 0, "shop", "dev", "c0ffee", "r1", [new("worker", null, null, "Deployed"), new("api", null, null, "Deployed")], [new("web", 1, 0, Invalidated: true)],
            new Dictionary<string, string> { ["api"] = "https://api.shop.example/", ["web"] = "https://shop.example/", ["aws"] = "http://127.0.0.1:1" }, new Dictionary<string, int>(), 1);

        Assert.Equal("https://shop.example/", Handed(record));
        Assert.Equal("https://api.shop.example/", Handed(record with { Sites = [] }));
        Assert.Null(Handed(record with { Sites = [], Services = [] }));

        static string? Handed(ReleaseRecord record) => new ReleaseEnded(record).ForLaterJobs is { Name: "url" } output ? output.Value : null;
    }
}
