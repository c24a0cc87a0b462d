using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using Amazon.ECS.Model;
using Slipway.Aws;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Smoke;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Tests.Releases;

/// <summary>Going back in a rehearsal cloud in this process: real clients, buckets, registry and ECS; scripted tasks.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RollbackTests : IAsyncLifetime
{
    private static readonly (string, string)[] One = [("web", "one"), ("api", "one")];
    private static readonly (string, string)[] Two = [("web", "two"), ("api", "two")];
    private static readonly (string, string)[] Three = [("web", "three"), ("api", "three")];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ReleaseBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await ReleaseBench.Start();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Services_and_site_go_back_to_the_release_before_and_the_ledger_says_so()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);

        var record = await _bench.Back();

        Assert.Equal(("Deployed", "r1-c0ffee"), (record.Verdict, record.Commit));
        Assert.Equal("api=one web=one page one", await Serves());
        Assert.DoesNotContain("ecs:RegisterTaskDefinition", record.ApiCalls.Keys);
        Assert.DoesNotContain("ecs:RunTask", record.ApiCalls.Keys);

        var ledger = await _bench.Ledger();
        var back = ledger.Single(release => release.Id == record.Release);
        Assert.Equal((Verdict.Deployed, "r2", "r1", null), (back.Verdict, back.Previous, back.Restores, back.Only));
        Assert.Equal(back.Id, await _bench.Live());
        var first = ledger.Single(release => release.Id == "r1");
        Assert.Equal(first.Images.OrderBy(image => image.Key), back.Images.OrderBy(image => image.Key));
        Assert.Equal(
            first.Services.Select(service => (service.Name, service.TaskDefinition)).Order(), back.Services.Select(service => (service.Name, service.TaskDefinition)).Order());
        Assert.Equal("sites/docs/releases/r1.json", Assert.Single(back.Sites).Manifest);
    }

    [Fact]
    public async Task The_text_of_what_it_will_do_comes_first()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);

        await _bench.Back();

        var text = _bench.Output.Events.OfType<PlanShown>().Single().Text;
        Assert.StartsWith("shop in local goes back to release r1, which was live before r2\n  commit  r1-c0ffee, deployed ", text, StringComparison.Ordinal);
        Assert.Contains("\n  live    r2, commit r2-c0ffee\n", text, StringComparison.Ordinal);
        Assert.Contains("web\n  use task definition shop-local-web:1\n  update service shop-web\n    task definition\n", text, StringComparison.Ordinal);
        Assert.Contains($"-> 127.0.0.1", text, StringComparison.Ordinal);
        Assert.IsType<PlanShown>(_bench.Output.Events.SkipWhile(one => one is not PlanShown).First());
    }

    [Fact]
    public async Task Going_back_twice_leads_further_back_and_not_forth_again()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);
        await _bench.Ship("r3", "page three", Three);

        await _bench.Back();
        Assert.Equal("api=two web=two page two", await Serves());
        await _bench.Back();

        Assert.Equal("api=one web=one page one", await Serves());
    }

    [Fact]
    public async Task Going_back_to_what_is_live_does_nothing_without_a_mutating_call()
    {
        await _bench.Ship("r1", "page one", One);

        var record = await _bench.Back(to: "r1");

        Assert.Equal((0, null), (record.ExitCode, record.Release));
        Assert.DoesNotContain(record.ApiCalls.Keys, AwsCalls.IsMutating);
        Assert.Equal(["r1"], (await _bench.Ledger()).Select(release => release.Id));
        Assert.EndsWith("nothing to do", _bench.Output.Events.OfType<PlanShown>().Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_service_goes_back_alone_and_the_ledger_has_all_that_runs()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);

        var record = await _bench.Back(only: "web");

        Assert.Equal("api=two web=one page two", await Serves());
        var back = (await _bench.Ledger()).Single(release => release.Id == record.Release);
        Assert.Equal(("r1", "web"), (back.Restores, back.Only));
        Assert.Equal(["api two", "web one"], back.Images.Select(image => $"{image.Key} {(image.Value.EndsWith(ReleaseBench.DigestOf("one"), StringComparison.Ordinal) ? "one" : "two")}").Order());
        Assert.Equal(2, back.Services.Count);
        Assert.Equal("sites/docs/releases/r2.json", Assert.Single(back.Sites).Manifest);

        await _bench.Back();
        Assert.Equal("api=one web=one page one", await Serves());
    }

    [Fact]
    public async Task A_task_definition_that_was_deregistered_is_registered_again_with_its_content()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);
        await WithSession(session => session.Ecs.DeregisterTaskDefinitionAsync(new DeregisterTaskDefinitionRequest { TaskDefinition = "shop-local-web:1" }, Ct));

        var record = await _bench.Back();

        Assert.Equal(0, record.ExitCode);
        Assert.Equal(1, record.ApiCalls["ecs:RegisterTaskDefinition"]);
        Assert.EndsWith("shop-local-web:3", record.Services.Single(service => service.Name == "web").TaskDefinition, StringComparison.Ordinal);
        Assert.Equal("api=one web=one page one", await Serves());
    }

    [Fact]
    public async Task An_image_that_the_registry_lost_is_named_and_nothing_is_changed()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);
        await Lose("shop/api", ReleaseBench.DigestOf("one"));

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Back());

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains($"/shop/api@{ReleaseBench.DigestOf("one")}", error.Message, StringComparison.Ordinal);
        Assert.Contains("deploy commit r1-c0ffee again", error.Message, StringComparison.Ordinal);
        Assert.Equal("api=two web=two page two", await Serves());
        Assert.Equal("r2", await _bench.Live());
    }

    [Fact]
    public async Task What_somebody_deployed_by_hand_since_is_gone_over_only_by_name()
    {
        await _bench.Ship("r1", "page one", One);
        await ByHand("r1", "web");
        await _bench.Ship("r2", "page two", Two);

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Back());
        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains("web: shop-local-web:2, which no release in the ledger has, was deployed after shop-local-web:1", error.Message, StringComparison.Ordinal);
        Assert.Contains("--to r1", error.Message, StringComparison.Ordinal);

        Assert.Equal(0, (await _bench.Back(to: "r1")).ExitCode);
        Assert.Equal("api=one web=one page one", await Serves());
    }

    [Fact]
    public async Task A_release_under_way_is_stopped_with_rollback_and_loses_the_lock()
    {
        await _bench.Ship("r1", "page one", One);
        _bench.Tasks.Slow = ReleaseBench.DigestOf("two");
        var before = _bench.Output.Events.Count;
        var under = _bench.Ship("r2", "page two", Two);
        await Until(() => _bench.Output.Events.Skip(before).OfType<RolloutMoved>().Any());

        var back = _bench.Back();
        await Until(() => _bench.Output.Events.OfType<StoppingDeployment>().Any());
        // ECS has gone back when the tasks that it was starting are gone too.
        _bench.Tasks.LetGo();
        var record = await back.WaitAsync(Patience, TimeProvider.System, Ct);
        var stopped = await under.WaitAsync(Patience, TimeProvider.System, Ct);

        // Which of the two it sees first, ECS going back or the lock being gone, is a matter of moments.
        Assert.Contains(stopped.Verdict, new[] { Verdict.RolledBack, Verdict.Stopped });
        Assert.Equal(0, record.ExitCode);
        Assert.True(record.ApiCalls["ecs:StopServiceDeployment"] >= 1);
        Assert.Equal("api=one web=one page one", await Serves());
        var ledger = await _bench.Ledger();
        var restored = ledger.Single(release => release.Id == record.Release);
        Assert.Equal((stopped.Verdict, Verdict.Deployed, "r1"), (ledger.Single(release => release.Id == "r2").Verdict, restored.Verdict, restored.Restores));
        Assert.Equal(record.Release, await _bench.Live());
    }

    [Fact]
    public async Task A_smoke_check_that_fails_afterwards_is_told_with_exit_1_and_takes_nothing_back()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);
        _bench.Shop = _bench.Shop with { SmokeChecks = [new SmokeCheck("/") { Contains = "page two", Within = TimeSpan.FromSeconds(1) }] };

        var record = await _bench.Back();

        Assert.Equal(1, record.ExitCode);
        Assert.Single(_bench.Output.Events.OfType<SmokeFailed>());
        Assert.Equal("api=one web=one page one", await Serves());
        Assert.Equal(record.Release, await _bench.Live());
    }

    [Fact]
    public async Task When_a_service_cannot_go_back_everything_stays_with_the_release_that_was_to_be_left()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);
        _bench.Tasks.Broken = ReleaseBench.DigestOf("one");

        var record = await _bench.Back();

        Assert.Equal(3, record.ExitCode);
        Assert.Equal("api=two web=two page two", await Serves());
        Assert.Equal("r2", await _bench.Live());
    }

    [Fact]
    public async Task What_the_definition_does_not_have_any_more_is_named_and_left()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);
        var all = _bench.Shop;
        _bench.Shop = all with { Services = [.. all.Services.Take(1)], Sites = [] };

        var record = await _bench.Back();
        _bench.Shop = all;

        Assert.Equal(0, record.ExitCode);
        var text = _bench.Output.Events.OfType<PlanShown>().Last().Text;
        Assert.Contains("  left    api: the definition does not have it any more", text, StringComparison.Ordinal);
        Assert.Contains("  left    docs: the definition does not have it any more", text, StringComparison.Ordinal);
        var serves = await Serves();
        Assert.True(serves == "api=two web=one page two", $"{serves}\n{string.Join('\n', _bench.Output.Events.Select(one => one.Text))}");
    }

    [Fact]
    public async Task Before_there_is_anything_to_go_back_to_a_check_finds_nothing_wrong()
    {
        await _bench.Ship("r1", "page one", One);

        await _bench.CheckBack();

        Assert.Equal("shop in local has nothing to go back to yet: release r1 is the first that succeeded.", _bench.Output.Events.OfType<NoWayBackYet>().Single().Text);
    }

    [Fact]
    public async Task A_check_says_where_it_would_go_back_to_and_changes_nothing()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);
        var before = (await _bench.Ledger()).Select(release => release.Id).ToList();

        var calls = await _bench.CheckBack();

        var text = _bench.Output.Events.OfType<WayBackOpen>().Single().Text;
        Assert.StartsWith("shop in local can go back to release r1, which was live before r2\n  commit  r1-c0ffee, deployed ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(calls.Keys, AwsCalls.IsMutating);
        Assert.Equal("api=two web=two page two", await Serves());
        Assert.Equal(before, (await _bench.Ledger()).Select(release => release.Id));
    }

    [Fact]
    public async Task A_check_fails_where_an_image_of_the_release_before_is_gone()
    {
        await _bench.Ship("r1", "page one", One);
        await _bench.Ship("r2", "page two", Two);
        await Lose("shop/api", ReleaseBench.DigestOf("one"));

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.CheckBack());

        Assert.Equal(Verdict.Failed, error.Verdict);
        Assert.StartsWith("shop in local cannot go back to release r1: something that it needs is gone. Nothing was changed.\n  missing  image ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"shop/api@{ReleaseBench.DigestOf("one")}", error.Message, StringComparison.Ordinal);
    }

    private Task<string> Serves() => _bench.Serves("one", "two", "three");

    private static async Task Until(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }

    /// <summary>A revision with one more variable and an image that no release has, deployed past the ledger.</summary>
    private async Task ByHand(string release, string service)
    {
        var ledger = (await _bench.Ledger()).Single(one => one.Id == release);
        var (_, tools) = _bench.Run();
        using (tools)
        {
            var content = (await tools.Back.Ecs.TaskDefinition(ledger.Services.Single(one => one.Name == service).TaskDefinition!, Ct))!;
            content["containerDefinitions"]![0]!["image"] = "public.example/hotfix:1";
            var arn = await tools.Back.Ecs.Register(content, Ct);
            await tools.Back.Ecs.Update("shop", $"shop-{service}", new ServiceChange { TaskDefinition = arn }, Ct);
            while ((await tools.Back.Ecs.Services("shop", [$"shop-{service}"], Ct))[0].Primary is not { RolloutState: "COMPLETED", TaskDefinition: var now } || now != arn)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct);
        }
    }

    /// <summary>Deletes an image as a lifecycle rule does. No client of a deploy can.</summary>
    private async Task Lose(string repository, string digest)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _bench.Run().Request.Endpoint)
        {
            Content = new StringContent($$"""{ "repositoryName": "{{repository}}", "imageIds": [{ "imageDigest": "{{digest}}" }] }""", Encoding.UTF8),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.BatchDeleteImage");
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={DeployEnvironment.Local.Account}/20260102/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        using var answer = await http.SendAsync(request, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task WithSession<T>(Func<AwsSession, Task<T>> work)
    {
        using var session = new AwsSession(DeployEnvironment.Local, _bench.Run().Request.Endpoint);
        await work(session);
    }
}
