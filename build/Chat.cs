using Slipway;

/// <summary>The chat sample: one WebSocket server behind a load balancer.</summary>
static class Chat
{
    public static readonly Application Application = new("chat")
    {
        Environments =
        [
            DeployEnvironment.Local,
            new("dev")
            {
                Account = "111122223333",
                Region = "ap-northeast-2",
                Branch = "develop",
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
                Port = 8080,
                Health = new("/health"),
                Route = Route.Default,
                LogRetentionDays = 7,
            },
        ],
    };
}
