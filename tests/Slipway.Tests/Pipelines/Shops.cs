using Slipway.Pipelines;
using Slipway.Pipelines.Workflows;

namespace Slipway.Tests.Pipelines;

/// <summary>Applications that pipelines are derived from.</summary>
internal static class Shops
{
    public static readonly DeployEnvironment Dev = new("dev") { Account = "111122223333", Region = "eu-west-1", Branch = "develop" };

    public static readonly DeployEnvironment Prod = new("prod")
    {
        Account = "444455556666",
        Region = "eu-west-1",
        Branch = "main",
        Approval = Approval.Required with { GitHubEnvironment = "production" },
        Roles = new() { Review = "readers/plans" },
    };

    public static readonly Application Shop = new("shop")
    {
        Environments = [DeployEnvironment.Local, Dev, Prod],
        Services =
        [
            new("web")
            {
                Image = new("web"),
                Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
                Before = [new OneOffTask("migrate", ["./migrate"])],
                Rollout = By.Environment<Rollout>(env => env.Is("prod") ? Rollout.Canary(10, TimeSpan.FromMinutes(30)) : Rollout.Rolling),
                DependsOn = ["api"],
            },
            new("api") { Image = new("api"), Size = FargateSize.Of(cpu: 256, memoryMiB: 512) },
        ],
        Sites = [new("docs") { Source = "docs" }],
    };

    public static readonly Delivery Delivery = new()
    {
        Checks = [new("Test"), new("LintStyles", "--only", "a b's")],
        Jobs =
        [
            new("scan", "the auditors want it")
            {
                In = DeliveryPoint.Checks,
                Commands = [new("Scan")],
                Needs = [Capability.WriteStatuses],
                Variables = new Dictionary<string, string> { ["STRICT"] = "true" },
                Matrix = new Dictionary<string, IReadOnlyList<string>> { ["SCAN_OF"] = ["images", "sources"] },
            },
            new("announce", "support wants to know first") { In = DeliveryPoint.DeployTo("prod"), Commands = [new("Announce")], Needs = [] },
        ],
        Steps =
        [
            new("Install node", "the site is built with it")
            {
                In = DeliveryPoint.DeployTo("prod"), Action = "actions/setup-node", Needs = [], With = new Dictionary<string, string> { ["node-version"] = "22" },
            },
            new("Keep the plan", "the auditors want it") { In = DeliveryPoint.DeployTo("prod"), Run = ["./keep.sh", "a plan"], Needs = [Capability.WritePackages], IsAfter = true },
        ],
        DotnetVersion = "10.0.x",
    };

    public static readonly ActionLock Lock = ActionLock.BuiltIn.With([new("actions/setup-node", new string('a', 40), "v5.0.0")]);

    public static DeliveryPlan Plan { get; } = DeliveryPlanner.Plan([Shop], Delivery);

    public static Application Large { get; } = Of(200);

    /// <summary>With so many services.</summary>
    public static Application Of(int services) => Shop with
    {
        Services = [.. Enumerable.Range(0, services).Select(number => new EcsService($"service-{number}") { Image = new("web"), Size = FargateSize.Of(cpu: 256, memoryMiB: 512) })],
    };
}
