using Slipway;

/// <summary>
/// Threads and replies that come live: a single-page site on its own address, and a server behind the load balancer, for browsers and others at another (api.threadcast.io).
/// Delivered with CodePipeline.
/// </summary>
static class ThreadCast
{
    public static readonly Application Application = new("threadcast")
    {
        Repository = "threadcast/threadcast",
        CodePipeline = new()
        {
            Connection = "arn:aws:codeconnections:ap-northeast-2:777788889999:connection/7c1d2e3f-0000-4000-8000-0123456789ab",
            Runtimes = new Dictionary<string, string> { ["nodejs"] = "22" },
            IgnoredPaths = ["docs/**", "**/*.md"],
        },
        Environments =
        [
            DeployEnvironment.Local with { Backing = [Backing.Postgres()] },
            new("dev") { Account = "111122223333", Region = "ap-northeast-2", Branch = "develop", Infrastructure = Infrastructure.ByConvention },
            new("prod") { Account = "444455556666", Region = "ap-northeast-2", Branch = "main", Infrastructure = Infrastructure.ByConvention, Approval = Approval.Required },
        ],
        Services =
        [
            new("api")
            {
                Image = new("samples/threadcast/server")
                {
                    Prepare = new("sh", "samples/threadcast/server/build.sh")
                    {
                        Inputs = ["samples/threadcast/server", "samples/node"],
                        Output = "samples/threadcast/server/publish",
                    },
                },
                Size = By.Environment(env => env.Is("prod") ? FargateSize.Of(cpu: 512, memoryMiB: 1024) : FargateSize.Of(cpu: 256, memoryMiB: 512)),
                DesiredCount = By.Environment(env => env.Is("prod") ? (int?)null : 2),
                Scaling = By.Environment(env => env.Is("prod") ? AutoScaling.Between(2, 6) with { CpuPercent = 60 } : null),
                Port = 8080,
                // The server takes 45 seconds before it listens; half as much again is for a day on which it takes longer.
                Health = new("/health") { StartupGrace = TimeSpan.FromSeconds(120) },
                // Sockets stay where they are while others arrive at the new tasks.
                Route = Route.Path("/api/*", "/ws/*").On("web") with { Draining = TimeSpan.FromSeconds(120) },
                Variables = new Dictionary<string, PerEnvironment<string>>
                {
                    ["ALLOWED_ORIGINS"] = By.Environment(env => env.Name switch
                    {
                        "prod" => "https://threadcast.io,https://www.threadcast.io",
                        "dev" => "https://dev.threadcast.io,http://localhost:5173",
                        _ => "http://127.0.0.1:*,http://localhost:*",
                    }),
                    // The sample has no framework that is slow by itself. In the rehearsal, whose time is 20 times as fast as a program's, it is as slow as one.
                    ["WARM_UP_SECONDS"] = By.Environment(env => env.IsLocal ? "2.25" : "0"),
                },
                Secrets = new Dictionary<string, Secret> { ["DATABASE_URL"] = Secret.Named("threadcast/{environment}/database", key: "url") },
                Before = [new OneOffTask("migrate", ["migrate"])],
            },
        ],
        Sites =
        [
            new("web")
            {
                Source = "samples/threadcast/web/dist",
                Prepare = new("sh", "samples/threadcast/web/build.sh") { Inputs = ["samples/threadcast/web"], Output = "samples/threadcast/web/dist" },
                Routing = SiteRouting.SinglePage,
            },
        ],
        SmokeChecks = [new("/") { Contains = "<title>ThreadCast" }, new("/api/version") { Contains = "\"version\"" }],
    };
}
