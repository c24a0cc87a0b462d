using System.Runtime.Versioning;
using Slipway.Git;
using Slipway.Images;
using Slipway.Processes;
using Slipway.Tests.Git;

namespace Slipway.Tests.Images;

/// <summary>What is told of images whose contexts are prepared, before anything is. With the real git and a real command; docker and registry are fakes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ChangedImagesTests : IAsyncLifetime
{
    private const string Commit = "1111111111111111111111111111111111111111";
    private const string NextCommit = "2222222222222222222222222222222222222222";

    private readonly SystemProcesses _processes = new(TimeProvider.System);
    private readonly TemporaryFolder _folder = new();
    private readonly CallLog _log = new();
    private readonly RecordingOutput _output = new();
    private readonly FakeRegistry _registry;
    private readonly FakeDocker _docker;

    public ChangedImagesTests()
    {
        _registry = new FakeRegistry(_log);
        _docker = new FakeDocker(_log, _registry);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly ImageSource Web = new("web", "web", "shop/web", new DockerImage("web"));

    private static readonly ImageSource Api = new("api", "api", "shop/api", new DockerImage("api")
    {
        // Never twice the same, as many a compiler.
        Prepare = new("sh", "-c", "mkdir -p api/out && cp code/api api/out/api && date +%N > api/out/stamp && echo run >> runs") { Inputs = ["code"], Output = "api/out" },
    });

    public async ValueTask InitializeAsync()
    {
        _folder.Write("web/Dockerfile", "FROM scratch");
        _folder.Write("api/Dockerfile", "FROM base:1");
        _folder.Write("code/api", "1");
        _folder.Write(".gitignore", "/api/out\n/runs\n.nuke/temp/\n");
        _docker.Remote["base:1"] = "sha256:base";
        await RealGit.Run(_processes, _folder.Path, "init", "-q");
        await RealGit.Run(_processes, _folder.Path, "add", "-A");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Where_nothing_is_live_everything_changed() => Assert.Equal([Web, Api], await Changed([]));

    [Fact]
    public async Task What_is_made_from_the_same_is_not_changed_on_another_machine_and_is_not_prepared_there()
    {
        var live = Live(await Ship(Commit, []));
        AnotherMachine();

        Assert.Empty(await Changed(live));

        var plan = await Plan(NextCommit, live);
        Assert.Equal(["web", "api"], plan.Steps.Where(step => step is { Builds: false, Live: not null, AddTag: true }).Select(step => step.Source.Service));
        Assert.Equal(0, Runs);
        Assert.Equal(live.Values.Select(image => image.Origin), Live((await Shipper.Apply(plan, Ct), plan)).Values.Select(image => image.Origin));
    }

    [Fact]
    public async Task Each_thing_that_an_image_is_made_from_makes_it_changed_and_no_other()
    {
        var live = Live(await Ship(Commit, []));
        AnotherMachine();

        _folder.Write("code/api", "2");
        Assert.Equal([Api], await Changed(live));

        _folder.Write("code/api", "1");
        _folder.Write("api/own", "a file of the context that is not prepared");
        Assert.Equal([Api], await Changed(live));

        File.Delete(Path.Combine(_folder.Path, "api/own"));
        _docker.Remote["base:1"] = "sha256:patched";
        Assert.Equal([Api], await Changed(live));

        _docker.Remote["base:1"] = "sha256:base";
        _folder.Write("web/page", "new");
        Assert.Equal([Web], await Changed(live));
        Assert.Equal([Web, Api], await Changed(live, rebuild: true));
        Assert.Equal(0, Runs);
    }

    [Fact]
    public async Task What_is_live_in_a_repository_that_is_gone_has_changed()
    {
        var live = Live(await Ship(Commit, []));
        _registry.Repositories.Clear();

        Assert.Equal([Web, Api], await Changed(live));
    }

    [Fact]
    public async Task A_release_of_before_that_does_not_say_what_was_prepared_counts_as_changed()
    {
        var live = Live(await Ship(Commit, [])).ToDictionary(image => image.Key, image => image.Value with { Origin = null });

        Assert.Equal([Api], await Changed(live));
    }

    [Theory]
    [InlineData("api/out")]
    [InlineData("api/out/")]
    public async Task What_another_run_is_preparing_at_this_moment_is_not_looked_into(string output)
    {
        var preparation = Api.Image.Prepare! with { Output = output };
        var before = await Origin();
        using var beingWritten = new FileStream(_folder.Write("api/out/api", "ha"), FileMode.Open, FileAccess.Write, FileShare.None);

        Assert.NotNull(before);
        Assert.Equal(before, await Origin());

        Task<string?> Origin() => new ImageInputs(_folder.Path, _docker).Origin(Api.Image, preparation, "inputs", Ct);
    }

    [Fact]
    public async Task Of_a_Dockerfile_that_is_prepared_nothing_can_be_told_before()
    {
        var image = Api with { Image = Api.Image with { Context = "api/out" } };

        Assert.Null(await new ImageInputs(_folder.Path, _docker).Origin(image.Image, image.Image.Prepare!, "inputs", Ct));
    }

    [Fact]
    public async Task A_plan_that_may_build_nothing_names_all_that_would_have_to_be_built()
    {
        var first = await Plan(Commit, []);

        var error = Assert.Throws<DeployException>(() => first.DemandBuilt(DeployEnvironment.Local));

        Assert.Equal(
            $"""
             2 images are not in the registry, and --prebuilt lets none be built. Nothing was changed.
               missing  shop/web:{first.Steps[0].InputTag}
                        shop/api:{first.Steps[1].InputTag}
               try      ./build.sh Images --environment local --service web,api; then the same again
             """,
            error.Message);
        Assert.Equal(Verdict.Refused, error.Verdict);

        await Shipper.TagOrigins(first, await Shipper.Apply(first, Ct), Ct);
        AnotherMachine();
        var second = await Plan(NextCommit, [], shared: true);
        Assert.Same(second, second.DemandBuilt(DeployEnvironment.Local));
    }

    [Fact]
    public async Task What_another_machine_made_of_the_same_is_found_and_not_prepared_again_though_it_would_come_out_different()
    {
        var first = await Plan(Commit, [], shared: true);
        var made = await Shipper.Apply(first, Ct);
        await Shipper.TagOrigins(first, made, Ct);
        AnotherMachine();

        var plan = await Plan(Commit, [], shared: true);
        Assert.True(plan.IsEmpty);
        Assert.Equal(made.Select(image => image.Digest), plan.Steps.Select(step => step.Digest));
        Assert.Equal(0, Runs);

        // A deploy that takes them says what they are made from, so that the next one asks nobody.
        var live = Live((await Shipper.Apply(plan, Ct), plan));
        Assert.Empty(await Changed(live));
        Assert.False((await Plan(Commit, [])).IsEmpty);
        Assert.Equal(1, Runs);
    }

    [Fact]
    public async Task Two_machines_that_made_the_same_at_once_agree_on_one_of_them()
    {
        var first = await Plan(Commit, [], shared: true);
        AnotherMachine();
        var second = await Plan(NextCommit, [], shared: true);
        var one = await Shipper.Apply(first, Ct);
        await Shipper.TagOrigins(first, one, Ct);
        var two = await Shipper.Apply(second, Ct);
        await Shipper.TagOrigins(second, two, Ct);
        AnotherMachine();

        Assert.NotEqual(one[1].Digest, two[1].Digest);
        Assert.Equal(one[1].Digest, (await Plan(Commit, [], shared: true)).Steps[1].Digest);
    }

    private int Runs => File.Exists(Path.Combine(_folder.Path, "runs")) ? File.ReadAllLines(Path.Combine(_folder.Path, "runs")).Length : 0;

    // A shipper lives for one run.
    private ImageShipper Shipper => new(
        _folder.Path, new ImageInputs(_folder.Path, _docker), new Preparer(_folder.Path, new GitRepository(_processes, _folder.Path), _processes, _output, TimeProvider.System),
        _registry, _docker, copier: null, _output, TimeProvider.System);

    /// <summary>Takes away what the last run left here.</summary>
    private void AnotherMachine()
    {
        Directory.Delete(Path.Combine(_folder.Path, "api/out"), recursive: true);
        Directory.Delete(Path.Combine(_folder.Path, ".nuke"), recursive: true);
        File.Delete(Path.Combine(_folder.Path, "runs"));
    }

    private Task<IReadOnlyList<ImageSource>> Changed(Dictionary<(string Service, string Container), LiveImage> live, bool rebuild = false) =>
        Shipper.Changed([Web, Api], rebuild, live, Ct);

    private Task<ImagesPlan> Plan(string commit, Dictionary<(string Service, string Container), LiveImage> live, bool shared = false) =>
        Shipper.Plan([Web, Api], commit, rebuild: false, live, shared, Ct);

    private async Task<(IReadOnlyList<ShippedImage> Images, ImagesPlan Plan)> Ship(string commit, Dictionary<(string Service, string Container), LiveImage> live)
    {
        var plan = await Plan(commit, live);
        return (await Shipper.Apply(plan, Ct), plan);
    }

    private static Dictionary<(string Service, string Container), LiveImage> Live((IReadOnlyList<ShippedImage> Images, ImagesPlan Plan) shipped) =>
        shipped.Images.Zip(shipped.Plan.Steps).ToDictionary(
            pair => (pair.First.Service, pair.First.Container),
            pair => new LiveImage(pair.First.Reference, pair.Second.InputTag, pair.First.Tag, shipped.Plan.Commit) { Origin = pair.Second.Origin });
}
