using System.Runtime.Versioning;
using Slipway.Git;
using Slipway.Images;
using Slipway.Releases;

namespace Slipway.Tests.Images;

[UnsupportedOSPlatform("windows")]
public sealed class ImageShipperTests : IDisposable
{
    private const string Commit = "1111111111111111111111111111111111111111";
    private const string NextCommit = "2222222222222222222222222222222222222222";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly CallLog _log = new();
    private readonly FakeRegistry _registry;
    private readonly FakeDocker _docker;
    private readonly RecordingOutput _output = new();

    public ImageShipperTests()
    {
        _registry = new FakeRegistry(_log);
        _docker = new FakeDocker(_log, _registry);
        _folder.Write("server/Dockerfile", "FROM scratch\nCOPY . /");
        _folder.Write("server/app", "v1");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_first_deploy_makes_the_repository_builds_pushes_the_inputs_tag_and_adds_the_commit()
    {
        var shipped = Assert.Single(await Ship(Commit, Server));

        Assert.Equal(
            [
                "describe chat/server",
                "CREATE chat/server", "POLICY chat/server", "credentials registry.test:5000",
                "BUILD server 1 tag(s)", $"PUSH chat/server {InputTag()[..18]}", $"find chat/server {InputTag()[..18]}",
                $"TAG chat/server {Commit[..18]} sha256:built1",
            ],
            _log.Take());
        Assert.Equal(
            new ShippedImage("server", "server", "chat/server", Commit, "sha256:built1", "registry.test:5000/chat/server@sha256:built1", Built: true, Pushed: true),
            shipped);
        Assert.Equal(Commit, Assert.Single(_docker.Builds).Revision);
    }

    [Fact]
    public async Task With_nothing_changed_two_reads_are_all()
    {
        await Ship(Commit, Server);
        _log.Take();

        var shipped = Assert.Single(await Ship(Commit, Server));

        Assert.Equal(["describe chat/server", $"find chat/server {Commit[..18]} +10"], _log.Take());
        Assert.Equal(("sha256:built1", Commit, false, false), (shipped.Digest, shipped.Tag, shipped.Built, shipped.Pushed));
    }

    [Fact]
    public async Task A_new_commit_with_the_same_inputs_is_one_more_tag_on_the_same_digest()
    {
        await Ship(Commit, Server);
        _log.Take();

        var shipped = Assert.Single(await Ship(NextCommit, Server));

        Assert.Equal(
            ["describe chat/server", $"find chat/server {NextCommit[..18]} +10", $"TAG chat/server {NextCommit[..18]} sha256:built1"],
            _log.Take());
        Assert.Equal(("sha256:built1", NextCommit, false), (shipped.Digest, shipped.Tag, shipped.Pushed));
    }

    [Fact]
    public async Task What_is_live_is_not_asked_for_while_its_inputs_are_the_same()
    {
        var first = Assert.Single(await Ship(Commit, Server));
        var live = Live(first);
        _log.Take();

        Assert.Equal(first with { Built = false, Pushed = false }, Assert.Single(await Ship(Commit, rebuild: false, live, Server)));
        Assert.Equal(["describe chat/server"], _log.Take());

        var next = Assert.Single(await Ship(NextCommit, rebuild: false, live, Server));
        Assert.Equal(["describe chat/server", $"find chat/server {NextCommit[..18]} +1", $"TAG chat/server {NextCommit[..18]} sha256:built1"], _log.Take());
        Assert.Equal(("sha256:built1", NextCommit, false), (next.Digest, next.Tag, next.Pushed));
    }

    [Fact]
    public async Task What_is_live_is_no_answer_once_an_input_changed_or_for_a_rebuild()
    {
        var first = Assert.Single(await Ship(Commit, Server));
        var live = Live(first);

        var rebuilt = Assert.Single(await Ship(Commit, rebuild: true, live, Server));
        Assert.Equal(("sha256:built2", InputTag()), (rebuilt.Digest, rebuilt.Tag));

        _folder.Write("server/app", "v2");
        var changed = Assert.Single(await Ship(Commit, rebuild: false, live, Server));
        Assert.Equal(("sha256:built3", InputTag()), (changed.Digest, changed.Tag));
    }

    [Fact]
    public async Task A_commit_that_names_another_image_stays_where_it_is_beside_what_is_live()
    {
        var first = Assert.Single(await Ship(Commit, Server));
        _registry.Tags[("chat/server", NextCommit)] = "sha256:theirs";

        var next = Assert.Single(await Ship(NextCommit, rebuild: false, Live(first), Server));

        Assert.Equal(("sha256:built1", InputTag()), (next.Digest, next.Tag));
        Assert.Equal("sha256:theirs", _registry.Tags[("chat/server", NextCommit)]);
    }

    [Fact]
    public async Task What_is_live_and_gone_from_the_registry_is_named()
    {
        var first = Assert.Single(await Ship(Commit, Server));
        _registry.Tags.Clear();

        var error = await Assert.ThrowsAsync<DeployException>(() => Ship(NextCommit, rebuild: false, Live(first), Server));

        Assert.StartsWith("chat/server@sha256:built1 is live, but is not in the registry any more. No service was changed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_file_is_a_new_image_and_the_commit_that_names_the_old_one_stays()
    {
        await Ship(Commit, Server);
        _folder.Write("server/app", "v2");

        var shipped = Assert.Single(await Ship(Commit, Server));

        Assert.Equal(("sha256:built2", true), (shipped.Digest, shipped.Pushed));
        Assert.Equal(InputTag(), shipped.Tag);
        Assert.Equal("sha256:built1", _registry.Tags[("chat/server", Commit)]);
    }

    [Fact]
    public async Task A_rebuild_takes_over_from_the_image_of_the_same_inputs()
    {
        await Ship(Commit, Server);
        var first = InputTag();

        var rebuilt = Assert.Single(await Ship(Commit, rebuild: true, Server));
        Assert.Equal(("sha256:built2", first + "-r1"), (rebuilt.Digest, rebuilt.Tag));
        Assert.True(_docker.Builds.Last().NoCache);

        var next = Assert.Single(await Ship(NextCommit, Server));
        Assert.Equal(("sha256:built2", NextCommit, false), (next.Digest, next.Tag, next.Built));
    }

    [Fact]
    public async Task Containers_with_the_same_image_share_one_build_and_have_repositories_of_their_own()
    {
        var shipped = await Ship(Commit, Server, Server with { Service = "worker", Container = "worker", Repository = "chat/worker" });

        Assert.Equal(["BUILD server 2 tag(s)"], _log.Calls.Where(call => call.StartsWith("BUILD", StringComparison.Ordinal)));
        Assert.Equal(
            ["chat/server sha256:built1 True", "chat/worker sha256:built1 True"],
            shipped.Select(image => $"{image.Repository} {image.Digest} {image.Pushed}"));
    }

    [Fact]
    public async Task Settings_that_differ_are_repaired_before_the_push()
    {
        _registry.Repositories["chat/server"] = new("chat/server", "registry.test:5000/chat/server", Immutable: false, ScansOnPush: false);
        _registry.Policies["chat/server"] = """{"rules":[]}""";

        await Ship(Commit, Server);

        Assert.Equal(
            ["describe", "find", "policy", "IMMUTABLE", "SCAN", "POLICY", "credentials", "BUILD", "PUSH", "find", "TAG"],
            _log.Calls.Select(call => call.Split(' ')[0]));
        Assert.Equal(RepositorySettings.LifecyclePolicy, _registry.Policies["chat/server"]);
    }

    [Fact]
    public async Task A_push_that_another_run_won_uses_its_image()
    {
        _docker.BeforePush = (repository, tag) =>
        {
            _registry.Tags[(repository, tag)] = "sha256:theirs";
            _registry.Tags[(repository, Commit)] = "sha256:theirs";
            return "tag invalid: the image tag already exists and cannot be overwritten because the repository is immutable";
        };

        var shipped = Assert.Single(await Ship(Commit, Server));

        Assert.Equal(("sha256:theirs", Commit, true, false), (shipped.Digest, shipped.Tag, shipped.Built, shipped.Pushed));
    }

    [Fact]
    public async Task A_commit_tag_that_another_run_gave_to_another_image_is_an_error_that_names_both()
    {
        _registry.BeforeAddTag = (repository, tag) => _registry.Tags[(repository, tag)] = "sha256:theirs";

        var error = await Assert.ThrowsAsync<DeployException>(() => Ship(Commit, Server));

        Assert.Contains("sha256:theirs", error.Message, StringComparison.Ordinal);
        Assert.Contains("sha256:built1", error.Message, StringComparison.Ordinal);
        Assert.Equal("sha256:theirs", _registry.Tags[("chat/server", Commit)]);
    }

    [Fact]
    public async Task A_refused_push_says_what_docker_said()
    {
        _docker.BeforePush = (_, _) => "denied: User is not authorized to perform ecr:InitiateLayerUpload";

        var error = await Assert.ThrowsAsync<DeployException>(() => Ship(Commit, Server));

        Assert.Contains("denied: User is not authorized", error.Message, StringComparison.Ordinal);
        Assert.Empty(_registry.Tags);
    }

    [Fact]
    public async Task An_image_for_another_platform_is_not_pushed()
    {
        _docker.Platform = "linux/arm64";

        var error = await Assert.ThrowsAsync<DeployException>(() => Ship(Commit, Server));

        Assert.Contains("not for linux/amd64", error.Message, StringComparison.Ordinal);
        Assert.Contains("linux/arm64", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Calls, call => call.StartsWith("PUSH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_moved_base_image_is_a_new_image_and_is_pulled()
    {
        _folder.Write("server/Dockerfile", "FROM debian:12");
        _docker.Remote["debian:12"] = "manifest 1";
        await Ship(Commit, Server);
        _docker.Remote["debian:12"] = "manifest 2";

        var shipped = Assert.Single(await Ship(NextCommit, Server));

        Assert.Equal(("sha256:built2", NextCommit), (shipped.Digest, shipped.Tag));
        Assert.All(_docker.Builds, build => Assert.True(build.Pull));
    }

    [Fact]
    public async Task A_base_image_that_only_this_machine_has_is_not_asked_for_elsewhere()
    {
        _folder.Write("server/Dockerfile", "FROM our-base");
        _docker.Local["our-base"] = new LocalImage("sha256:base", "linux/amd64", OnlyHere: true);

        await Ship(Commit, Server);

        Assert.DoesNotContain("manifest our-base", _log.Calls);
        Assert.False(Assert.Single(_docker.Builds).Pull);
    }

    [Fact]
    public async Task A_missing_base_image_is_named_and_nothing_is_changed()
    {
        _folder.Write("server/Dockerfile", "FROM nowhere:1");

        var error = await Assert.ThrowsAsync<DeployException>(() => Ship(Commit, Server));

        Assert.StartsWith("The base image nowhere:1 was found neither", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Calls, call => char.IsUpper(call[1]));
    }

    [Fact]
    public async Task A_live_tag_is_added_once()
    {
        var shipped = Assert.Single(await Ship(Commit, Server));
        _log.Take();
        var live = new LiveTags(_registry, _output);

        await live.MarkLive([shipped.Image, shipped.Image], DeployEnvironment.Local, Ct);
        Assert.Equal(["find chat/server live-local-built1 +1", "TAG chat/server live-local-built1 sha256:built1"], _log.Take());

        await live.MarkLive([shipped.Image], DeployEnvironment.Local, Ct);
        Assert.Equal(["find chat/server live-local-built1 +1"], _log.Take());
    }

    [Fact]
    public async Task An_image_that_expired_cannot_be_marked_live_and_is_told_of()
    {
        await new LiveTags(_registry, _output).MarkLive([new("chat/server", "sha256:gone")], DeployEnvironment.Local, Ct);

        var told = Assert.Single(_output.Events.OfType<NotMarked>());
        Assert.StartsWith("chat/server@sha256:gone runs in local, but is not in the registry any more", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_takes_no_further_tag_is_shipped_without_the_commit()
    {
        var shipped = Assert.Single(await Ship(Commit, Server));
        _registry.MostTags = 2;

        var again = Assert.Single(await Ship(NextCommit, Server));
        await new LiveTags(_registry, _output).MarkLive([again.Image], DeployEnvironment.Local, Ct);

        Assert.Equal((shipped.Digest, InputTag(), false), (again.Digest, again.Tag, again.Built));
        Assert.Equal([NextCommit, "live-local-built1"], _output.Events.OfType<ImageNotTagged>().Select(told => told.Tag));
    }

    private static ImageSource Server => new("server", "server", "chat/server", new DockerImage("server"));

    private string InputTag() => _docker.Builds.Last().Tags[0].Split(':')[^1];

    private Dictionary<(string Service, string Container), LiveImage> Live(ShippedImage image) =>
        new() { [(image.Service, image.Container)] = new LiveImage(image.Reference, InputTag(), image.Tag, Commit) };

    private Task<IReadOnlyList<ShippedImage>> Ship(string commit, params ImageSource[] images) => Ship(commit, rebuild: false, images);

    private Task<IReadOnlyList<ShippedImage>> Ship(string commit, bool rebuild, params ImageSource[] images) => Ship(commit, rebuild, [], images);

    private async Task<IReadOnlyList<ShippedImage>> Ship(
        string commit, bool rebuild, Dictionary<(string Service, string Container), LiveImage> live, params ImageSource[] images)
    {
        // A shipper lives for one run.
        var processes = new FakeProcesses();
        var preparer = new Preparer(_folder.Path, new GitRepository(processes, _folder.Path), processes, _output, TimeProvider.System);
        var shipper = new ImageShipper(
            _folder.Path, new ImageInputs(_folder.Path, _docker), preparer, _registry, _docker, copier: null, _output, TimeProvider.System);
        return await shipper.Apply(await shipper.Plan(images, commit, rebuild, live, shared: false, Ct), Ct);
    }
}
