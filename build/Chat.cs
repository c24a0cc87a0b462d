using Slipway;

/// <summary>The chat sample: a static front end and a WebSocket server behind one address; messages are shared between tasks through Redis.</summary>
static class Chat
{
    public static readonly Application Application = new("chat")
    {
        Environments =
        [
            DeployEnvironment.Local with { Backing = [Backing.Redis()] },
            new("dev")
            {
                Account = "111122223333",
                Region = "ap-northeast-2",
                // No Branch: the account is nobody's, and a push to this repository must not try to deploy there.
                Infrastructure = new Infrastructure
                {
                    Cluster = "chat-dev",
                    Subnets = ["subnet-0aa0000000000000a", "subnet-0bb0000000000000b"],
                    SecurityGroups = ["sg-0cc0000000000000c"],
                    ExecutionRole = "arn:aws:iam::111122223333:role/chat-execution",
                    TaskRole = "arn:aws:iam::111122223333:role/chat-server",
                    TargetGroups = new Dictionary<string, string>
                    {
                        ["server"] = "arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:targetgroup/chat-server/0123456789abcdef",
                    },
                    Sites = new Dictionary<string, SiteInfrastructure> { ["web"] = new("chat-web-111122223333", "E2QWRUHAPOMQZL") },
                },
            },
        ],
        Services =
        [
            new("server")
            {
                Image = new("samples/chat/server")
                {
                    Prepare = new(
                        "dotnet", "publish", "samples/chat/server", "--configuration", "Release", "--runtime", "linux-x64", "--self-contained",
                        "--output", "samples/chat/server/publish")
                    {
                        Inputs = ["samples/chat/server", "Directory.Build.props", "Directory.Packages.props", "global.json"],
                        Output = "samples/chat/server/publish",
                    },
                },
                Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
                DesiredCount = 2,
                Port = 8080,
                Health = new("/health"),
                Route = Route.Path("/api/*", "/ws/*").On("web"),
                Secrets = new Dictionary<string, Secret> { ["REDIS_URL"] = Secret.Named("chat/{environment}/redis", key: "url") },
                Before = [new OneOffTask("migrate", ["migrate"])],
                LogRetentionDays = 7,
            },
        ],
        Sites =
        [
            new("web")
            {
                Source = "samples/chat/web/dist",
                Prepare = new("sh", "samples/chat/web/build.sh") { Inputs = ["samples/chat/web"], Output = "samples/chat/web/dist" },
                Routing = SiteRouting.SinglePage,
            },
        ],
        SmokeChecks = [new("/") { Contains = "<title>Chat" }, new("/api/version") { Contains = "\"version\"" }],
    };
}
