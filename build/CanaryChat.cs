using Slipway;

/// <summary>The chat sample as canary-chat ships it: two services side by side, and the traffic moves from one to the other in front of an audience.</summary>
static class CanaryChat
{
    public static readonly Application Application = Chat.Application with
    {
        Name = "canary-chat",
        // The account is nobody's: only the pipelines of this repository, which is not there, ship to it.
        Repository = "canary-chat/canary-chat",
        Environments =
        [
            DeployEnvironment.Local with { Backing = [Backing.Redis()] },
            new("demo")
            {
                Account = "111122223333",
                Region = "ap-northeast-2",
                Branch = "main",
                Infrastructure = Terraform.Outputs("infrastructure"),
            },
        ],
        Services =
        [
            Chat.Application.Services.Single() with
            {
                DesiredCount = 1,
                // Beside a hundred people who chat, a quarter of a core takes its time to start.
                Health = new("/health") { StartupGrace = TimeSpan.FromMinutes(3) },
                Secrets = new Dictionary<string, Secret> { ["REDIS_URL"] = Secret.Named("canary-chat/{environment}/redis", key: "url") },
                // Five minutes at each step is the least that CloudWatch can tell something of. The demo lets one minute stand for them.
                Rollout = Rollout.ServicePair(10, 50, 90).Bake(TimeSpan.FromMinutes(5)).While(
                    Gate.HealthyHosts.AtLeast(1), Gate.ClientErrors.Below(0.05), Gate.ServerErrors.Below(0.01), Gate.P95.Below(TimeSpan.FromMilliseconds(500))),
                LogRetentionDays = 7,
            },
        ],
    };
}
