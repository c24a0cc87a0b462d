using Slipway.Images;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Tests.Services;

namespace Slipway.Tests.Releases;

/// <summary>The hash of a plan changes with everything that matters, and with nothing else.</summary>
public sealed class ReleasePlanTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };

    private static readonly EcsService Web = new("web")
    {
        Image = new DockerImage("web"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Before = [new OneOffTask("migrate", ["./migrate"])],
    };

    internal static readonly Application Chat = new("chat") { Environments = [Prod], Services = [Web], SmokeChecks = [] };

    private static readonly Infrastructure Network = new()
    {
        Cluster = "prod",
        Subnets = ["subnet-1"],
        SecurityGroups = ["sg-1"],
        ExecutionRole = "arn:aws:iam::111122223333:role/execution",
    };

    private static readonly string Base = Plan(Chat).Hash;

    [Fact]
    public void Two_plans_of_the_same_world_have_one_hash() => Assert.Equal(Base, Plan(Chat).Hash);

    [Fact]
    public void The_number_of_tasks_that_autoscaling_chose_is_not_in_it()
    {
        Assert.Equal(Base, Plan(Chat, tasks: 7).Hash);
        Assert.Equal(Plan(Chat).Text, Plan(Chat, tasks: 7).Text);
    }

    [Fact]
    public void Another_commit_changes_it() => Assert.NotEqual(Base, Plan(Chat, commit: "c0ffee").Hash);

    [Fact]
    public void Another_content_of_an_image_changes_it() => Assert.NotEqual(Base, Plan(Chat, inputs: "2").Hash);

    [Fact]
    public void Another_version_that_runs_changes_it() => Assert.NotEqual(Base, Plan(Chat, running: "chat-prod-web:2").Hash);

    [Fact]
    public void Another_network_changes_it() => Assert.NotEqual(Base, Plan(Chat, network: Network with { Subnets = ["subnet-1", "subnet-2"] }).Hash);

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Another_definition_changes_it(string what, Func<EcsService, EcsService> change) =>
        Assert.True(Plan(Chat with { Services = [change(Web)] }).Hash != Base, what);

    [Fact]
    public void Another_smoke_check_changes_it() => Assert.NotEqual(Base, Plan(Chat with { SmokeChecks = [new("/") { Contains = "ok" }] }).Hash);

    public static TheoryData<string, Func<EcsService, EcsService>> Definitions => new()
    {
        { "size", web => web with { Size = FargateSize.Of(cpu: 512, memoryMiB: 1024) } },
        { "variable", web => web with { Variables = new Dictionary<string, PerEnvironment<string>> { ["LEVEL"] = "debug" } } },
        { "command", web => web with { Command = ["./serve"] } },
        { "count", web => web with { DesiredCount = 5 } },
        { "rollout", web => web with { Rollout = Rollout.Rolling with { MinimumHealthyPercent = 50 } } },
        { "retention", web => web with { LogRetentionDays = 90 } },
        { "task", web => web with { Before = [new OneOffTask("migrate", ["./migrate", "--all"])] } },
    };

    internal static ReleasePlan Plan(
        Application application, string commit = "deadbeef", string inputs = "1", string running = "chat-prod-web:1", int tasks = 2, Infrastructure? network = null)
    {
        var deployment = new DeploymentSnapshot("old", "PRIMARY", running, "COMPLETED", FakeEcs.T0, tasks, tasks);
        var seen = new ServicesObservation(
            new Dictionary<string, ObservedService>
            {
                ["web"] = new(new ServiceSnapshot("chat-web", running, tasks) { Deployments = [deployment] }, new TaskDefinitionRevision(running, new() { ["family"] = "chat-prod-web", ["cpu"] = "128" })),
            },
            new Dictionary<string, int?> { ["/chat/prod/web"] = 30 },
            new Dictionary<string, string>());
        var images = new ImagesPlan(
            commit, [new ImageStep(ImageSource.Of(application)[0], Repository: null, $"input-{inputs}", Existing: null, commit, AddTag: true)], Rebuild: false);
        var shipped = new Shipped(commit, Release: null, new Dictionary<string, string> { ["web"] = $"chat/web:input-{inputs}" });
        var infrastructure = network ?? Network;
        return new ReleasePlan(
            application, Prod, commit, infrastructure, images, ServicesPlan.Create(application, Prod, infrastructure, shipped, seen), seen, []);
    }
}
