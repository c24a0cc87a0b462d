namespace Slipway.Rollouts.Access;

/// <summary>An application that has one of everything that calls AWS in a way of its own: a service of each rollout, snapshots of databases, a one-off task, secrets, alarms, metrics, and a site.</summary>
internal static class Store
{
    public const string Alarm = "store-errors";
    public const string Instance = "store-{environment}";
    public const string Cluster = "orders-{environment}";
    public const string Account = "111122223333";
    public const string Region = "us-east-1";

    private static readonly TimeSpan Bake = TimeSpan.FromMinutes(1);

    /// <summary>Passes without visitors, and asks CloudWatch all the same.</summary>
    private static readonly Gate Metric =
        Gate.Metric("FILL(errors, 0)", new CloudWatchMetric("errors", "Store", "Errors", Statistic.Sum)).Below(1);

    public static readonly StaticSite Site = new("web") { Source = "dist", Routing = SiteRouting.Files, Retention = new SiteRetention { Releases = 1, Days = 0 } };

    /// <param name="asks">Whether the stepped service waits for a person.</param>
    public static Application In(DeployEnvironment environment, bool asks = false) => new("store")
    {
        Environments = [environment],
        Services =
        [
            Service("api", Rollout.Rolling with { Alarms = [Alarm] }) with
            {
                Secrets = new Dictionary<string, Secret> { ["DATABASE_URL"] = Secret.Named("store/{environment}/database"), ["TOKEN"] = Secret.Named("store/{environment}/token") },
                Before = [new RdsSnapshot(Instance), new RdsSnapshot(Cluster) { IsCluster = true }, new OneOffTask("migrate", ["migrate"])],
            },
            Service("green", Rollout.BlueGreen.Bake(Bake).While(Gate.HealthyHosts.AtLeast(1))),
            Service("canary", Rollout.Canary(50, Bake).Bake(Bake).While(Gate.Alarm(Alarm))),
            Service("linear", Rollout.Linear(50, Bake).Bake(Bake).While(Gate.HealthyHosts.AtLeast(1))),
            Service("stepped", asks ? Rollout.Stepped(50).Bake(Bake).Ask(TimeSpan.FromMinutes(30)) : Rollout.Stepped(50).Bake(Bake).While(Gate.HealthyHosts.AtLeast(1), Metric)),
            Service("pair", Rollout.ServicePair(50).Bake(Bake).While(Gate.HealthyHosts.AtLeast(1))),
        ],
        Sites = [Site],
    };

    public static DeployEnvironment Environment(string name) => new(name) { Account = Account, Region = Region };

    private static EcsService Service(string name, Rollout rollout) => new(name)
    {
        Image = new("app"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        DesiredCount = 1,
        Port = 8080,
        Health = new("/health") { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2), StartupGrace = TimeSpan.FromSeconds(10) },
        Route = Route.Path($"/{name}/*") with { Draining = TimeSpan.FromSeconds(5) },
        StopTimeout = TimeSpan.FromSeconds(5),
        Rollout = rollout,
    };
}
