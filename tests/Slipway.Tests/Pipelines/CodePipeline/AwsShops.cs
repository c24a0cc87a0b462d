using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Workflows;

namespace Slipway.Tests.Pipelines.CodePipeline;

/// <summary>Applications that are delivered with CodePipeline.</summary>
internal static class AwsShops
{
    public static readonly CodePipelineDelivery Settings = new()
    {
        Connection = "arn:aws:codeconnections:eu-west-1:777788889999:connection/0a1b2c3d-0000-4000-8000-0123456789ab",
        Runtimes = new Dictionary<string, string> { ["nodejs"] = "22" },
        IgnoredPaths = ["docs/**", "*.md"],
        ApprovalTopic = "arn:aws:sns:eu-west-1:777788889999:approvals",
    };

    /// <summary>One that a load balancer stands before.</summary>
    public static readonly Application Shop = Shops.Shop with
    {
        Repository = "acme/shop",
        CodePipeline = Settings,
        Services = [.. Shops.Shop.Services.Select(service => service.Name == "web" ? service with { Port = 8080 } : service)],
    };

    /// <summary>All environments take the commits of one branch.</summary>
    public static readonly Application OneBranch = Shop with { Environments = [Shops.Dev with { Branch = "main" }, Shops.Prod] };

    public static DeliveryPlan Plan { get; } = DeliveryPlanner.Plan([Shop], Shops.Delivery);

    /// <summary>What every rendering is tried with: the name says what is particular about it.</summary>
    public static IReadOnlyDictionary<string, (DeliveryPlan Plan, ActionLock Pins)> Samples { get; } = new Dictionary<string, (DeliveryPlan, ActionLock)>
    {
        ["shop"] = (Plan, Shops.Lock),
        ["one branch"] = (DeliveryPlanner.Plan([OneBranch], Shops.Delivery), Shops.Lock),
        ["one service"] = (DeliveryPlanner.Plan([Shop with { Services = [Shop.Services[1] with { DependsOn = [] }] }], new Delivery()), ActionLock.BuiltIn),
        ["several"] = (DeliveryPlanner.Plan([Shop, Shop with { Name = "mail", Repository = "acme/mail" }], new Delivery()), ActionLock.BuiltIn),
        ["by hand"] = (DeliveryPlanner.Plan([Shop with { Environments = [Shops.Dev with { Branch = null }] }], new Delivery()), ActionLock.BuiltIn),
        ["large"] = (DeliveryPlanner.Plan([Shops.Large with { Repository = "acme/shop", CodePipeline = Settings }], new Delivery()), ActionLock.BuiltIn),
    };

    public static IReadOnlyList<RepositoryFile> Files => CodePipelineFiles.Of(Plan);

    public static RepositoryFile Template => Files.Single(file => file.Path == CodePipelineFiles.TemplatePath("shop"));
}
