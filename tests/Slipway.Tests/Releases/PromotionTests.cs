using System.Runtime.Versioning;
using Slipway.Aws;
using Slipway.Images;
using Slipway.Processes;
using Slipway.Releases;

namespace Slipway.Tests.Releases;

/// <summary>From one rehearsal cloud in this process to another, each with a registry, buckets and a ledger of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PromotionTests : IAsyncLifetime
{
    private static readonly (string, string)[] One = [("web", "one"), ("api", "one")];

    private ReleaseBench _dev = null!;
    private ReleaseBench _prod = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_dev, _prod) = (await ReleaseBench.Start(), await ReleaseBench.Start());
        await Git("init", "--quiet");
        await Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "--message", "Begin");
    }

    public async ValueTask DisposeAsync()
    {
        await _dev.DisposeAsync();
        await _prod.DisposeAsync();
    }

    [Fact]
    public async Task What_dev_runs_comes_to_prod_byte_for_byte_and_nothing_is_built()
    {
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(_dev.Root, "site")).FullName, "app.3f9c1a2b.js"), "alert(1)", Ct);
        await _dev.Ship("r1", "<script src=\"app.3f9c1a2b.js\"></script>", One);

        var record = await _prod.Promote(_dev);

        Assert.Equal(("Deployed", "r1-c0ffee"), (record.Verdict, record.Commit));
        Assert.Equal("api=one web=one <script src=\"app.3f9c1a2b.js\"></script>", await _prod.Serves("one", "two"));
        Assert.Equal(2, record.Sites.Single().Uploaded);
        Assert.Equal(["shop/api", "shop/web"], _prod.Output.Events.OfType<ImageCopied>().Select(copied => copied.Repository).Order());
        Assert.Empty(_prod.Output.Events.OfType<ImageBuilding>());

        var (there, here) = (await Manifest(_dev), await Manifest(_prod));
        Assert.Equal(there.Content, here.Content);
        Assert.Equal(there.MediaType, here.MediaType);

        var release = Assert.Single(await _prod.Ledger());
        Assert.Equal(("local r1", Verdict.Deployed), (release.PromotedFrom, release.Verdict));
        Assert.All(release.Images, image => Assert.EndsWith($"@{ReleaseBench.DigestOf("one")}", image.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_time_there_is_nothing_to_do_and_no_mutating_call()
    {
        await _dev.Ship("r1", "page one", One);
        await _prod.Promote(_dev);
        var copied = _prod.Output.Events.OfType<ImageCopied>().Count();

        var again = await _prod.Promote(_dev);

        Assert.Equal((0, null), (again.ExitCode, again.Release));
        Assert.DoesNotContain(again.ApiCalls.Keys, AwsCalls.IsMutating);
        Assert.Equal(copied, _prod.Output.Events.OfType<ImageCopied>().Count());
    }

    [Fact]
    public async Task The_plan_has_a_hash_that_holds_until_dev_moves()
    {
        await _dev.Ship("r1", "page one", One);
        var hash = await Preview();
        Assert.Equal(hash, await Preview());
        await _dev.Ship("r2", "page two", One);

        var error = await Assert.ThrowsAsync<DeployException>(() => _prod.Promote(_dev, hash));
        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains("+ promoted from local r2; nothing is built", error.Message, StringComparison.Ordinal);
        Assert.Empty(_prod.Output.Events.OfType<ImageCopied>());

        Assert.Equal(0, (await _prod.Promote(_dev, await Preview())).ExitCode);
    }

    [Fact]
    public async Task One_off_tasks_run_where_it_is_promoted_to()
    {
        _dev.Shop = _prod.Shop = _dev.Shop with
        {
            Services = [.. _dev.Shop.Services.Select(service => service.Name == "web" ? service with { Before = [new OneOffTask("migrate", ["./migrate"])] } : service)],
        };
        await _dev.Ship("r1", "page one", One);
        Assert.Equal(["./migrate"], _dev.Tasks.Commands);

        await _prod.Promote(_dev);

        Assert.Equal(["./migrate"], _prod.Tasks.Commands);
    }

    [Fact]
    public async Task Where_nothing_has_succeeded_there_is_nothing_to_promote()
    {
        _dev.Tasks.Broken = ReleaseBench.DigestOf("one");
        await _dev.Ship("r1", "page one", One);

        var error = await Assert.ThrowsAsync<DeployException>(() => _prod.Promote(_dev));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("There is nothing to promote: no release in local has succeeded yet. Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_and_a_site_that_the_release_does_not_have_are_named()
    {
        var all = _dev.Shop;
        _dev.Shop = all with { Services = [.. all.Services.Take(1)] };
        await _dev.Ship("r1", "page one", ("web", "one"));

        var error = await Assert.ThrowsAsync<DeployException>(() => _prod.Promote(_dev));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains("api: release r1 of local has no image of it", error.Message, StringComparison.Ordinal);
        Assert.Empty(await _prod.Ledger());
    }

    [Fact]
    public async Task What_was_promoted_can_be_gone_back_from()
    {
        await _dev.Ship("r1", "page one", One);
        await _prod.Promote(_dev);
        await _dev.Ship("r2", "page two", ("web", "two"), ("api", "two"));
        await _prod.Promote(_dev);
        Assert.Equal("api=two web=two page two", await _prod.Serves("one", "two"));

        Assert.Equal(0, (await _prod.Back()).ExitCode);

        Assert.Equal("api=one web=one page one", await _prod.Serves("one", "two"));
    }

    private async Task<string> Preview()
    {
        // The place itself must be there, or there is nothing to compare with.
        var (request, tools) = _prod.Run(_dev);
        using (tools)
        {
            await tools.Store.Bootstrap.Ensure(_prod.Shop, request.Environment, Ct);
            await tools.Rehearsal!.Ensure(_prod.Shop, request.Environment, Ct);
            await new Release(request, tools, _prod.Output, TimeProvider.System).Preview(Ct);
        }

        var lines = _prod.Output.Events.OfType<PlanShown>().Last().Plan.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("shop/web:r", StringComparison.Ordinal) && line.Contains("copy sha256:", StringComparison.Ordinal));
        return lines[^1].Split(' ')[1].TrimEnd(',');
    }

    private static async Task<(byte[] Content, string MediaType)> Manifest(ReleaseBench bench)
    {
        var (_, tools) = bench.Run();
        using (tools)
        {
            var repository = (await tools.Back.Registry.Describe(["shop/web"], Ct))[0];
            using var connection = new RegistryConnection(await tools.Back.Registry.Credentials(repository.Registry, Ct));
            return (await connection.Manifest("shop/web", ReleaseBench.DigestOf("one"), Ct))!.Value;
        }
    }

    private async Task Git(params string[] arguments)
    {
        var result = await new SystemProcesses(TimeProvider.System).Run(new Command("git", arguments) { Directory = _prod.Root }, onLine: null, Ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
