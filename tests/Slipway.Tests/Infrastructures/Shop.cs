using Slipway.Infrastructures;
using Slipway.Sites;

namespace Slipway.Tests.Infrastructures;

/// <summary>An application with everything that a check looks at, and an account in which it can be deployed.</summary>
internal static class Shop
{
    public const string ExecutionRole = "arn:aws:iam::111122223333:role/shop-execution";
    public const string TaskRole = "arn:aws:iam::111122223333:role/shop-task";
    public const string TargetGroup = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web/0123456789abcdef";

    public static Infrastructure Infrastructure { get; } = new()
    {
        Cluster = "shop",
        Subnets = ["subnet-a", "subnet-b"],
        SecurityGroups = ["sg-a"],
        ExecutionRole = ExecutionRole,
        TaskRole = TaskRole,
        TargetGroups = new Dictionary<string, string> { ["web"] = TargetGroup },
        Sites = new Dictionary<string, SiteInfrastructure> { ["pages"] = new("shop-pages", "E2QWRUHAPOMQZL") },
    };

    public static DeployEnvironment Dev { get; } = new("dev") { Account = "111122223333", Region = "eu-west-1", Infrastructure = Infrastructure };

    public static Application Application { get; } = new("shop")
    {
        Environments = [Dev],
        Services =
        [
            new("web")
            {
                Image = new DockerImage("web"),
                Size = FargateSize.Of(256, 512),
                Port = 8080,
                Health = new HealthCheck("/health"),
                Route = Route.Default,
                Secrets = { ["DATABASE_URL"] = Secret.Named("shop/{environment}/database", key: "url") },
            },
            new("worker") { Image = new DockerImage("worker"), Size = FargateSize.Of(256, 512) },
        ],
        Sites = [new("pages") { Source = "pages" }],
    };

    public static TargetGroup Group { get; } = new(
        TargetGroup, "shop-web", "ip", "HTTP", "vpc-1", IsAttached: true,
        new TargetGroupHealth("HTTP", "traffic-port", "/health", "200", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), 2, 2));

    public static DistributionFacts Distribution { get; } = new(
        "E2QWRUHAPOMQZL", "d111111abcdef8.cloudfront.net", [], Enabled: true, "index.html", [new("bucket", "shop-pages.s3.eu-west-1.amazonaws.com", "")],
        [new("*", "bucket", RewritesRequests: true)], []);

    /// <summary>Private subnets with a NAT gateway.</summary>
    public static NetworkObservation Network { get; } = new()
    {
        Subnets = Answer.Of<IReadOnlyList<Subnet>>([new("subnet-a", "vpc-1"), new("subnet-b", "vpc-1")]),
        SecurityGroups = Answer.Of<IReadOnlyList<SecurityGroup>>([new("sg-a", "vpc-1", LetsOut: true)]),
        RouteTables = Tables(("0.0.0.0/0", "nat-1", true)),
    };

    public static InfrastructureObservation Sound { get; } = new()
    {
        Controllers = Answer.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["shop-web"] = "ECS" }),
        Network = Network,
        Roles = new Dictionary<string, Answer<Role?>>
        {
            [ExecutionRole] = Answer.Of<Role?>(new(ExecutionRole, Trusting("ecs-tasks.amazonaws.com"))),
            [TaskRole] = Answer.Of<Role?>(new(TaskRole, Trusting("ecs-tasks.amazonaws.com"))),
        },
        TargetGroups = Answer.Of<IReadOnlyList<TargetGroup>>([Group]),
        Buckets = Buckets(new("shop-pages", "eu-west-1", IsOwn: true), new("slipway-shop-dev-111122223333", "eu-west-1", IsOwn: true)),
        Distributions = new Dictionary<string, Answer<DistributionFacts?>> { ["E2QWRUHAPOMQZL"] = Answer.Of<DistributionFacts?>(Distribution) },
        Secrets = new Dictionary<string, Answer<string?>> { ["shop/dev/database"] = Answer.Of<string?>("arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/dev/database-AbCdEf") },
    };

    /// <summary>The VPC's main table with the local route and those given.</summary>
    public static Answer<IReadOnlyList<RouteTable>> Tables(params IReadOnlyList<(string Destination, string Target, bool IsActive)> routes) =>
        Answer.Of<IReadOnlyList<RouteTable>>(
            [new("rtb-1", IsMain: true, [], [new("10.0.0.0/16", "local", true), .. routes.Select(route => new NetworkRoute(route.Destination, route.Target, route.IsActive))])]);

    public static Answer<IReadOnlyList<Endpoint>> Endpoints(params IReadOnlyList<string> services) =>
        Answer.Of<IReadOnlyList<Endpoint>>(
            [.. services.Select(service => new Endpoint($"vpce-{service}", $"com.amazonaws.eu-west-1.{service}", service == "s3" ? ["rtb-1"] : null, Answers: true))]);

    public static Dictionary<string, Answer<Bucket?>> Buckets(params IReadOnlyList<Bucket> buckets) =>
        buckets.ToDictionary(bucket => bucket.Name, bucket => Answer.Of<Bucket?>(bucket));

    public static string Trusting(string service) =>
        $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "Service": "{{service}}" }, "Action": "sts:AssumeRole" }] }""";
}
