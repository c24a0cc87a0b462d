using Slipway;

/// <summary>The codingbyohj sample: pages that Next.js exports, an API with a database behind the same address, in two regions one after the other.</summary>
static class CodingByOhj
{
    public static readonly Application Application = new("codingbyohj")
    {
        // The accounts are nobody's: only the pipelines of this repository, which is not there, ship to them.
        Repository = "codingbyohj/codingbyohj",
        Environments =
        [
            DeployEnvironment.Local with { Backing = [Backing.MySql()] },
            // A commit that is not proven in the first region does not reach the second.
            Region("virginia", "us-east-1"),
            Region("seoul", "ap-northeast-2"),
        ],
        Services =
        [
            new("server")
            {
                Image = new("samples/codingbyohj/server")
                {
                    Prepare = new("sh", "samples/codingbyohj/server/build.sh")
                    {
                        Inputs = ["samples/codingbyohj/server", "samples/node"],
                        Output = "samples/codingbyohj/server/publish",
                    },
                },
                Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
                DesiredCount = By.Environment(env => env.IsLocal ? (int?)2 : null),
                Scaling = By.Environment(env => env.IsLocal ? null : AutoScaling.Between(2, 6) with { CpuPercent = 60, MemoryPercent = 75 }),
                Port = 8080,
                // It asks the database: a task that cannot reach it gets no requests. Aurora fails over within a minute, which is not to replace every task.
                Health = new("/api/health") { UnhealthyThreshold = 6 },
                ContainerHealth = new("CMD", "node", "/app/server.cjs", "alive"),
                Route = Route.Path("/api/*").On("web"),
                Secrets = new Dictionary<string, Secret> { ["DATABASE_URL"] = Secret.Named("codingbyohj/{environment}/database", key: "url") },
                Before = [new OneOffTask("migrate", ["migrate"])],
                LogRetentionDays = 14,
            },
        ],
        Sites =
        [
            new("web")
            {
                Source = "samples/codingbyohj/web/out",
                Prepare = new("sh", "samples/codingbyohj/web/build.sh") { Inputs = ["samples/codingbyohj/web"], Output = "samples/codingbyohj/web/out" },
                // The folder of manifests below it is called after the sources, and the chunks after their content.
                Immutable = ["_next/static/**"],
            },
        ],
        SmokeChecks = [new("/") { Contains = "Say hello" }, new("/api/health") { Contains = "\"database\":\"up\"" }, new("/api/hello") { Contains = "\"version\"" }],
    };

    private static DeployEnvironment Region(string name, string region) => new(name)
    {
        Account = "111122223333",
        Region = region,
        Branch = "main",
        Infrastructure = Infrastructure.ByConvention,
    };
}
