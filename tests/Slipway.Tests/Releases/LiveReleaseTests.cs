using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Tests.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Releases;

public sealed class LiveReleaseTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-central-1" };

    private static readonly Infrastructure Network = new() { Cluster = "main", Subnets = ["a", "b"], SecurityGroups = ["sg"], ExecutionRole = "role" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_ledger_tells_never_makes_another_plan()
    {
        var (spared, all) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var world = World.Of(seed);
            var (with, reads) = await Plan(world, new LiveRelease(world.Ledger));
            var (without, everything) = await Plan(world, new LiveRelease(manifest: null));

            Assert.True(with.Text == without.Text && with.Hash == without.Hash, $"seed {seed}: with the ledger\n{with.Text}\nwithout\n{without.Text}");
            (spared, all) = (spared + everything - reads, all + everything);
        }

        // Enough of the worlds have something that need not be read, and enough something that must.
        Assert.InRange(spared, all / 10, all * 9 / 10);
    }

    [Fact]
    public async Task A_service_that_runs_what_the_ledger_has_is_not_read()
    {
        var world = World.With(new Story("web") { IsLive = true });

        Assert.Equal(0, (await Plan(world, new LiveRelease(world.Ledger))).Reads);
        Assert.Equal(1, (await Plan(world, new LiveRelease(manifest: null))).Reads);
    }

    [Fact]
    public async Task A_service_that_runs_another_revision_than_the_ledger_has_is_read_whatever_the_ledger_says()
    {
        var world = World.With(new Story("web") { IsLive = true, Meddled = true });

        var (plan, reads) = await Plan(world, new LiveRelease(world.Ledger));

        Assert.Equal(1, reads);
        Assert.Equal("web\n  register task definition chat-prod-web\n    memory: 4096 -> 512\n  update service chat-web\n    task definition", plan.Text);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_read_spares_nothing_and_keeps_nobody_from_planning()
    {
        var bucket = new MemoryBucket(TimeProvider.System);
        await bucket.Put(Ledger.CurrentKey, "{"u8.ToArray(), new PutCondition.Always(), Ct);

        var live = await LiveRelease.Of(new Ledger(bucket, TimeProvider.System), Ct);

        var world = World.With(new Story("web") { IsLive = true });
        Assert.Equal(1, (await Plan(world, live)).Reads);
    }

    private static async Task<(ServicesPlan Plan, int Reads)> Plan(World world, LiveRelease live)
    {
        var ecs = world.Ecs();
        var observer = new ServicesObserver(ecs, ecs, ecs, new NoWeights());
        var look = await observer.Look(world.Wanted, Prod, Network, Ct);
        var shipped = World.Ship(world.Wanted);
        var seen = await observer.Complete(look, live.Unchanged(look, shipped), Ct);
        return (ServicesPlan.Create(world.Wanted, Prod, Network, shipped, seen), ecs.Described.Count);
    }

    /// <summary>What became of a service since its last release, and what is wanted of it now.</summary>
    private sealed record Story(string Name)
    {
        /// <summary>Whether the ledger has it; it may all the same not exist.</summary>
        public bool IsLive { get; init; }

        public bool IsGone { get; init; }

        /// <summary>Somebody registered another revision and gave it to the service.</summary>
        public bool Meddled { get; init; }

        /// <summary>A newer revision of the family, which the service does not run: 0 none, 1 one like nothing else, 2 one like what is wanted.</summary>
        public int Newer { get; init; }

        /// <summary>The ledger is of a version that did not keep shapes.</summary>
        public bool HasNoShape { get; init; }

        public int MemoryMiB { get; init; } = 512;

        public string Image { get; init; } = "one";

        public bool HasSecret { get; init; }
    }

    private sealed record World(IReadOnlyList<Story> Stories)
    {
        public Application Wanted => Of(story => (story.MemoryMiB, story.Image));

        public Application Released => Of(_ => (512, "one"));

        public static World With(params IReadOnlyList<Story> stories) => new(stories);

        /// <summary>One to five services, each with a past of its own.</summary>
        public static World Of(int seed)
        {
            var random = new Random(seed);
            return new World([.. Enumerable.Range(0, random.Next(1, 6)).Select(index => new Story(string.Create(CultureInfo.InvariantCulture, $"s{index}"))
            {
                IsLive = random.Next(5) > 0,
                IsGone = random.Next(8) == 0,
                Meddled = random.Next(5) == 0,
                Newer = random.Next(5) is var newer && newer < 3 ? newer : 0,
                HasNoShape = random.Next(6) == 0,
                MemoryMiB = random.Next(3) == 0 ? 1024 : 512,
                Image = random.Next(4) == 0 ? "two" : "one",
                HasSecret = random.Next(2) == 0,
            })]);
        }

        public ReleaseManifest Ledger => new("r1", "chat", "prod", "c0ffee", "ann")
        {
            Verdict = Verdict.Deployed,
            Services =
            [
                .. Stories.Where(story => story.IsLive).Select(story => new ReleasedService(story.Name, Arn(story, 1), null, null)
                {
                    Verdict = Verdict.Deployed,
                    Shape = story.HasNoShape ? null : TaskDefinitionShape.Of(Rendered(Released, story)).Digest,
                }),
            ],
        };

        public static Shipped Ship(Application application) =>
            new("c0ffee", null, application.Services.ToDictionary(service => service.Name, service => $"registry/chat/{service.Name}@sha256:{service.Image.Context}"));

        public FakeEcs Ecs()
        {
            var ecs = new FakeEcs();
            foreach (var story in Stories)
            {
                Keep(ecs, story, 1, Rendered(Released, story));
                if (story.Meddled)
                    Keep(ecs, story, 2, Strange(story, "4096"));

                if (story.Newer > 0)
                    Keep(ecs, story, 3, story.Newer == 2 ? Rendered(Wanted, story) : Strange(story, "8192"));

                if (story.IsGone)
                    continue;

                ecs.LogGroups[$"/chat/prod/{story.Name}"] = 30;
                ecs.Running[$"chat-{story.Name}"] = FakeEcs.Snap($"chat-{story.Name}", new DeploymentSnapshot("old", "PRIMARY", Arn(story, story.Meddled ? 2 : 1), "COMPLETED", FakeEcs.T0, 2, 2)) with
                {
                    Settings = new ServiceSettings(new("ROLLING"), null, [], new NetworkSettings(["a", "b"], ["sg"], false), new("TASK_DEFINITION", true)),
                };
            }

            return ecs;
        }

        private Application Of(Func<Story, (int MemoryMiB, string Image)> version) => new("chat")
        {
            Environments = [Prod],
            Services =
            [
                .. Stories.Select(story => (Story: story, Version: version(story))).Select(one => new EcsService(one.Story.Name)
                {
                    Image = new(one.Version.Image),
                    Size = FargateSize.Of(256, one.Version.MemoryMiB),
                    Secrets = { ["KEY"] = Secret.Named(one.Story.HasSecret ? $"chat/{one.Story.Name}" : "chat/common") },
                }),
            ],
        };

        private static JsonObject Rendered(Application application, Story story)
        {
            var service = application.Services.Single(service => service.Name == story.Name);
            var secrets = service.Secrets.Values.ToDictionary(secret => secret.Name, secret => $"arn:{secret.Name}-AbCdEf");
            return TaskDefinitions.Render(application, Prod, Network, service, Ship(application), secrets);
        }

        private JsonObject Strange(Story story, string memory)
        {
            var definition = Rendered(Released, story);
            definition["memory"] = memory;
            return definition;
        }

        /// <summary>As ECS answers: with what it fills in by itself. The family's newest is the one that was kept last.</summary>
        private static void Keep(FakeEcs ecs, Story story, int revision, JsonObject definition)
        {
            definition["taskDefinitionArn"] = Arn(story, revision);
            definition["revision"] = revision;
            definition["status"] = "ACTIVE";
            definition["containerDefinitions"]![0]!["cpu"] = 0;
            ecs.Definitions[Arn(story, revision)] = definition;
            ecs.Definitions[$"chat-prod-{story.Name}"] = definition;
        }

        private static string Arn(Story story, int revision) => string.Create(CultureInfo.InvariantCulture, $"chat-prod-{story.Name}:{revision}");
    }
}
