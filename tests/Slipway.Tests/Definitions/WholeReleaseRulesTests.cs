namespace Slipway.Tests.Definitions;

public sealed class WholeReleaseRulesTests
{
    private static readonly StaticSite Web = new("web") { Source = "web/dist", Routing = SiteRouting.SinglePage };

    private static readonly EcsService Server = new("server")
    {
        Image = new DockerImage("server"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Port = 8080,
        Health = new HealthCheck("/health"),
        Route = Route.Path("/api/*").On("web"),
        Before = [new OneOffTask("migrate", ["./migrate"])],
    };

    private static readonly Application Chat = new("chat")
    {
        Environments = [DeployEnvironment.Local with { Backing = [Backing.Redis(), Backing.Postgres()] }],
        Services = [Server],
        Sites = [Web],
        SmokeChecks = [new SmokeCheck("/api/version") { Contains = "version" }],
    };

    [Fact]
    public void A_sound_application_with_site_task_backing_and_smoke_check_has_no_problem() => Assert.Empty(Check(Chat));

    [Fact]
    public void Files_of_a_services_pages_leave_the_distributions_default_to_the_service_and_announce_nothing()
    {
        var files = Web with { Routing = SiteRouting.Assets, Prefix = "_next/static" };
        var chat = Chat with { Services = [Server with { Route = Route.Default.On("web") }], Sites = [files] };

        Assert.Empty(Check(chat));
        Assert.Equal(
            ["chat / web / Beacons: version.json; valid is none with SiteRouting.Assets, whose files come before the service that announces them"],
            Check(chat with { Sites = [files with { Beacons = ["version.json"] }] }));
    }

    [Fact]
    public void A_site_in_the_release_bucket_would_show_what_is_in_there()
    {
        var dev = new DeployEnvironment("dev")
        {
            Account = "111122223333",
            Region = "eu-central-1",
            Infrastructure = new Infrastructure
            {
                Cluster = "main",
                Subnets = ["subnet-1"],
                SecurityGroups = [],
                ExecutionRole = "arn:aws:iam::111122223333:role/execution",
                TargetGroups = new Dictionary<string, string> { ["server"] = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/server/0123456789abcdef" },
                Sites = new Dictionary<string, SiteInfrastructure> { ["web"] = new("slipway-chat-dev-111122223333", "E2QWRUHAPOMQZL") },
            },
        };

        Assert.Equal(
            ["chat / dev / Infrastructure / Sites: bucket \"slipway-chat-dev-111122223333\" for web is the release bucket; valid is another one, since viewers can read what is in a site's"],
            Check(Chat with { Environments = [dev] }));
    }

    [Fact]
    public void Every_mistake_of_site_task_backing_and_smoke_check_is_reported_at_once()
    {
        var broken = Chat with
        {
            Environments =
            [
                DeployEnvironment.Local with { Backing = [Backing.Redis("data"), Backing.MySql("data")] },
                new("dev")
                {
                    Account = "111122223333",
                    Region = "eu-central-1",
                    ReleaseBucket = "Releases",
                    Backing = [Backing.Redis()],
                    Infrastructure = new Infrastructure
                    {
                        Cluster = "main",
                        Subnets = ["subnet-1"],
                        SecurityGroups = [],
                        ExecutionRole = "arn:aws:iam::111122223333:role/execution",
                        TargetGroups = new Dictionary<string, string> { ["server"] = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/server/0123456789abcdef" },
                        Sites = new Dictionary<string, SiteInfrastructure> { ["www"] = new("bucket", "nowhere") },
                    },
                },
            ],
            Services = [Server with { Route = Route.Default.On("wed"), Before = [new OneOffTask("migrate", []), new OneOffTask("migrate", ["x"]) { Timeout = TimeSpan.Zero }] }],
            Sites = [Web with { Source = "../dist", Prefix = "/app", Immutable = ["/assets/*"], Retention = new() { Releases = 0 }, MayShrink = 50 }],
            SmokeChecks = [new SmokeCheck("version") { At = "api", Status = 42 }],
        };

        Assert.Equal(
            [
                "chat / local / Backing: \"data\" is defined 2 times; each name may stand once",
                "chat / dev / Infrastructure / Sites: lacks \"web\"; found www",
                "chat / dev / Infrastructure / Sites: distribution \"nowhere\" for www; valid is an id such as E2QWRUHAPOMQZL",
                "chat / dev / Infrastructure / Sites: names \"www\", which is no site; valid are web",
                "chat / dev / ReleaseBucket: \"Releases\"; valid is the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
                "chat / dev / Backing: is set; only the rehearsal runs data stores, an AWS environment refers to yours through secrets and variables",
                "chat / server / Before: \"migrate\" is defined 2 times; each name may stand once",
                "chat / server / Before / migrate / Command: is empty; valid is a program with its arguments, such as [\"./migrate\"]",
                "chat / server / Before / migrate / Timeout: 00:00:00; valid are 1 second to 6 hours",
                "chat / web / Source: \"../dist\"; valid is a folder inside the repository, relative to its root",
                "chat / web / Prefix: \"/app\"; valid is a folder without slashes around it, such as app",
                "chat / web / Retention: 0 releases; valid is 1 or more",
                "chat / web / MayShrink: 50; valid is a part from 0 to 1, such as 0.5",
                "chat / web / patterns: \"/assets/*\"; valid is a pattern relative to Source, such as assets/**",
                "chat / server / Route / Site: \"wed\" is no site; found web",
                "chat / server / Route / Site: is set without paths; a distribution tells service and site apart by path, such as Route.Path(\"/api/*\").On(\"web\")",
                "chat / version / Path: \"version\"; valid is a path that begins with a slash",
                "chat / version / Status: 42; valid are 100 to 599",
                "chat / version / At: \"api\"; valid are web, server",
            ],
            Check(broken));
    }

    private static IEnumerable<string> Check(Application application) =>
        DefinitionRules.Check([application], _ => true).Select(problem => problem.ToString());
}
