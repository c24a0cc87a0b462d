namespace Slipway.Rollouts;

/// <summary>The application that the scenarios deploy.</summary>
internal static class Shop
{
    public static Application With(Rollout rollout, int tasks = 2) => new("shop")
    {
        Environments = [DeployEnvironment.Local],
        Services =
        [
            new("web")
            {
                Image = new("web"),
                Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
                DesiredCount = tasks,
                Port = 8080,
                Health = new("/health") { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2), StartupGrace = TimeSpan.FromSeconds(10) },
                Route = Route.Default with { Draining = TimeSpan.FromSeconds(60) },
                StopTimeout = TimeSpan.FromSeconds(30),
                Rollout = rollout,
            },
        ],
    };
}
