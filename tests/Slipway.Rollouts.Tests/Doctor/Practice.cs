namespace Slipway.Rollouts.Doctor;

/// <summary>An application with something for every check to look at.</summary>
internal static class Practice
{
    public const string Account = "111122223333";
    public const string Region = "us-east-1";

    public static readonly Application Application = new("shop")
    {
        Environments = [new DeployEnvironment("prod") { Account = Account, Region = Region }],
        Services =
        [
            Served("web", "/api/*") with
            {
                Route = Route.Path("/api/*").On("pages") with { Draining = TimeSpan.FromSeconds(5) },
                Scaling = AutoScaling.Between(2, 4) with { CpuPercent = 70 },
                Secrets = new Dictionary<string, Secret> { ["TOKEN"] = Secret.Named("shop/{environment}/token") },
            },
            Served("green", "/green/*") with { Rollout = Rollout.BlueGreen.Bake(TimeSpan.FromMinutes(1)) },
            new("jobs") { Image = new("app"), Size = FargateSize.Of(cpu: 256, memoryMiB: 512), Port = 8080, DesiredCount = 2, StopTimeout = TimeSpan.FromSeconds(5) },
        ],
        Sites = [new("pages") { Source = "dist", Routing = SiteRouting.SinglePage }],
    };

    private static EcsService Served(string name, string path) => new(name)
    {
        Image = new("app"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Port = 8080,
        Health = new("/health") { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2), StartupGrace = TimeSpan.FromSeconds(10) },
        Route = Route.Path(path) with { Draining = TimeSpan.FromSeconds(5) },
        StopTimeout = TimeSpan.FromSeconds(5),
    };
}
