using Nuke.Common;
using Slipway.Nuke;

namespace Slipway.EndToEnd;

/// <summary>A build as a user writes it, for the account that <see cref="MotoAccount"/> makes. It finds moto by <c>AWS_ENDPOINT_URL</c> alone.</summary>
internal sealed class MotoBuild : NukeBuild, IShip
{
    public const string DistributionVariable = "PAGES_DISTRIBUTION";
    public const string AddressVariable = "PAGES_ADDRESS";
    public const string Account = "123456789012";
    public const string Region = "ap-northeast-2";

    private static readonly DeployEnvironment Dev = new("dev") { Account = Account, Region = Region };

    private static readonly Application Shop = new("shop")
    {
        Environments =
        [
            Dev with { Infrastructure = Infrastructure.ByConvention, AssumeRole = $"arn:aws:iam::{Account}:role/deployer" },
            Dev with { Name = "bare", Infrastructure = Infrastructure.ByConvention },
            Dev with { Name = "other", Account = "999999999999", Infrastructure = Infrastructure.ByConvention },
            Dev with
            {
                Name = "wrong",
                Infrastructure = new Infrastructure
                {
                    Cluster = "shop-wrong",
                    Subnets = ["subnet-0123456789abcdef0"],
                    SecurityGroups = ["sg-0123456789abcdef0"],
                    ExecutionRole = "shop-dev-nobody",
                    TargetGroups = new Dictionary<string, string> { ["web"] = $"arn:aws:elasticloadbalancing:{Region}:{Account}:targetgroup/gone/0123456789abcdef" },
                },
            },
        ],
        Services =
        [
            new("web")
            {
                Image = new DockerImage("web"),
                Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
                Port = 8080,
                Health = new HealthCheck("/health"),
                Route = Route.Default,
                Secrets = { ["DATABASE_URL"] = Secret.Named("shop/{environment}/database") },
            },
        ],
    };

    private static readonly Application Pages = new("pages")
    {
        Environments =
        [
            Dev with
            {
                Infrastructure = new Infrastructure
                {
                    Cluster = "none",
                    Subnets = [],
                    SecurityGroups = [],
                    ExecutionRole = "none",
                    Sites = new Dictionary<string, SiteInfrastructure>
                    {
                        ["web"] = new($"pages-dev-web-{Account}", System.Environment.GetEnvironmentVariable(DistributionVariable) ?? "EDFDVBD6EXAMPLE")
                        {
                            Address = new Uri(System.Environment.GetEnvironmentVariable(AddressVariable) ?? "http://127.0.0.1"),
                        },
                    },
                },
            },
        ],
        Sites = [new("web") { Source = "pages" }],
    };

    IReadOnlyList<Application> IShip.Applications => [Shop, Pages];

    public static int Start() => Execute<MotoBuild>(x => ((IShip)x).Preview);
}
