namespace Slipway.Tests.Definitions;

public sealed class DefinitionRulesTests
{
    private static readonly EcsService Server = new("server")
    {
        Image = new DockerImage("server"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Port = 8080,
        Health = new HealthCheck("/health"),
        Route = Route.Default,
    };

    private static readonly Application Chat = new("chat") { Environments = [DeployEnvironment.Local], Services = [Server] };

    private static readonly Infrastructure Network = new()
    {
        Cluster = "main",
        Subnets = ["subnet-1"],
        SecurityGroups = ["sg-1"],
        ExecutionRole = "arn:aws:iam::111122223333:role/execution",
        TargetGroups = new Dictionary<string, string>
        {
            ["server"] = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/server/0123456789abcdef",
        },
    };

    private static readonly DeployEnvironment Dev = new("dev") { Account = "111122223333", Region = "eu-central-1", Infrastructure = Network };

    [Fact]
    public void A_sound_definition_has_no_problem() =>
        Assert.Empty(Check(Chat with { Environments = [DeployEnvironment.Local, Dev] }));

    [Fact]
    public void Five_mistakes_are_reported_together_each_with_the_value_and_what_is_valid()
    {
        var broken = Chat with
        {
            Name = "Chat",
            Environments = [DeployEnvironment.Local, Dev with { Account = "1234" }],
            Services =
            [
                Server with { Port = 0, Size = FargateSize.Of(cpu: 256, memoryMiB: 4096), Health = new HealthCheck("health") },
            ],
        };

        Assert.Equal(
            [
                "Chat / name: \"Chat\"; valid are lower-case letters, digits and hyphens, a letter first, no hyphen last, at most 20 characters",
                "Chat / dev / Account: \"1234\"; valid is an AWS account id of twelve digits",
                "Chat / server / Port: 0; valid are 1 to 65535",
                "Chat / server / Health / Path: \"health\"; valid is a path that begins with a slash",
                "Chat / server / Size: in local: 4096 MiB with 256 CPU units; valid are 512, 1024, 2048",
                "Chat / server / Size: in dev: 4096 MiB with 256 CPU units; valid are 512, 1024, 2048",
            ],
            Check(broken));
    }

    [Fact]
    public void An_approval_has_a_duration_a_github_and_somebody_who_can_give_it()
    {
        var required = Approval.Required with { ValidFor = TimeSpan.FromSeconds(59), GitHubEnvironment = " ", GitHubServer = new Uri("http://git.example.com/api/v3") };

        Assert.Equal(
            [
                "chat / local / Approval: is required; the rehearsal on this machine has one caller alone, and nobody else who could approve",
                "chat / dev / Approval / ValidFor: 00:00:59; valid is one minute to 30 days",
                "chat / dev / Approval / GitHubEnvironment: is empty; valid is the name of an environment in the settings of the GitHub repository",
                "chat / dev / Approval / GitHubServer: \"http://git.example.com/api/v3\"; valid is an address such as https://github.com, without a path",
            ],
            Check(Chat with { Environments = [DeployEnvironment.Local with { Approval = Approval.Required }, Dev with { Approval = required }] }));
        Assert.Empty(Check(Chat with
        {
            Environments = [DeployEnvironment.Local, Dev with { Approval = Approval.Required with { ValidFor = TimeSpan.FromDays(30), GitHubEnvironment = "live", GitHubServer = new Uri("https://git.example.com") } }],
        }));
    }

    [Fact]
    public void All_mistakes_make_one_usage_error_that_says_nothing_was_changed()
    {
        var error = Assert.Throws<DeployException>(() => DefinitionRules.Demand([Chat with { Name = "" }, Chat with { Environments = [] }], _ => true));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.StartsWith("The definition has 2 mistakes. Nothing was changed.\n", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_defined_once() =>
        Assert.Equal(
            [
                "chat / Environments: \"local\" is defined 2 times; each name may stand once",
                "chat / Services and Sites: \"server\" is defined 2 times; each name may stand once",
                "chat / Services: server and server have the same route; only the first of them would ever get a request",
            ],
            Check(Chat with { Environments = [DeployEnvironment.Local, DeployEnvironment.Local], Services = [Server, Server] }));

    [Fact]
    public void A_missing_Dockerfile_is_named_and_so_is_a_missing_context()
    {
        Assert.Equal(
            ["chat / server / Image / Dockerfile: \"server/Dockerfile\" does not exist; valid is a file relative to the context \"server\""],
            Check(Chat, exists: path => path == "server"));
        Assert.Equal(
            ["chat / server / Image / Context: \"server\" does not exist; valid is a folder inside the repository, relative to its root"],
            Check(Chat, exists: _ => false));
        Assert.Equal(
            ["chat / server / Image / Context: \"../server\"; valid is a folder inside the repository, relative to its root"],
            Check(With(Server with { Image = new DockerImage("../server") })));
    }

    [Fact]
    public void A_route_needs_a_port_and_a_health_check_and_a_health_check_needs_a_route()
    {
        Assert.Equal(
            [
                "chat / server / Route: is set without a Port; the load balancer needs the port that the container listens on",
                "chat / server / Health: is missing; a service with a Route needs a health check, such as new HealthCheck(\"/health\")",
            ],
            Check(With(Server with { Port = null, Health = null })));
        Assert.Equal(
            ["chat / server / Health: is set without a Route; there is no load balancer that would ask"],
            Check(With(Server with { Route = null })));
    }

    [Fact]
    public void A_containers_health_check_is_one_that_ECS_takes()
    {
        Assert.Empty(Check(With(Server with { ContainerHealth = new("CMD-SHELL", "wget -q localhost") { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(60), Retries = 10, StartPeriod = TimeSpan.FromSeconds(300) } })));
        Assert.Equal(
            [
                "chat / server / ContainerHealth / Command: [\"wget\", \"localhost\"]; valid is \"CMD\" with a program and its arguments, or \"CMD-SHELL\" with one line for the shell",
                "chat / server / ContainerHealth / Interval: 4 s; valid are 5 to 300 whole seconds",
                "chat / server / ContainerHealth / Timeout: 2.5 s; valid are 2 to 60 whole seconds",
                "chat / server / ContainerHealth / StartPeriod: 301 s; valid are 0 to 300 whole seconds",
                "chat / server / ContainerHealth / Retries: 0; valid are 1 to 10",
            ],
            Check(With(Server with
            {
                ContainerHealth = new("wget", "localhost") { Interval = TimeSpan.FromSeconds(4), Timeout = TimeSpan.FromSeconds(2.5), StartPeriod = TimeSpan.FromSeconds(301), Retries = 0 },
            })));
        Assert.Equal(
            ["chat / server / ContainerHealth / Command: has 2 words behind \"CMD-SHELL\"; valid is one line for the shell, or \"CMD\""],
            Check(With(Server with { ContainerHealth = new("CMD-SHELL", "wget", "localhost") })));
    }

    [Fact]
    public void Clients_stay_with_a_task_for_a_second_to_seven_days()
    {
        Assert.Empty(Check(With(Server with { Route = Route.Default with { Stickiness = TimeSpan.FromDays(7) } })));
        Assert.Equal(
            ["chat / server / Route / Stickiness: 0 s; valid are 1 to 604800 whole seconds (7 days), or null for none"],
            Check(With(Server with { Route = Route.Default with { Stickiness = TimeSpan.Zero } })));
    }

    [Fact]
    public void A_route_with_a_path_keeps_all_else()
    {
        var route = Route.Host("a.example.com") with { Priority = 7, Draining = TimeSpan.FromSeconds(9), Stickiness = TimeSpan.FromHours(1), Site = "web" };

        Assert.Equal(route with { Priority = 7 }, route.AndPath("/b").AndPath(route.Paths));
        Assert.Equal(["/b"], route.AndPath("/b").Paths);
    }

    [Fact]
    public void A_value_that_is_wrong_in_one_environment_is_reported_for_that_one() =>
        Assert.Equal(
            ["chat / server / DesiredCount: in dev: -1; valid is 0 or more"],
            Check(With(Server with { DesiredCount = By.Environment(env => env.Is("dev") ? (int?)-1 : 1) }, DeployEnvironment.Local, Dev)));

    [Fact]
    public void A_function_that_throws_is_a_mistake_like_any_other() =>
        Assert.Equal(
            ["chat / server / LogRetentionDays: has no value in local: its function throws InvalidOperationException: no idea"],
            Check(With(Server with { LogRetentionDays = By.Environment<int>(_ => throw new InvalidOperationException("no idea")) })));

    [Fact]
    public void An_environment_on_AWS_needs_infrastructure_and_a_target_group_for_each_route()
    {
        Assert.Equal(
            ["chat / dev / Infrastructure: is missing; give the cluster, subnets, security groups, roles, target groups, buckets and distributions that exist there"],
            Check(Chat with { Environments = [Dev with { Infrastructure = null }] }));
        Assert.Equal(
            ["chat / dev / Infrastructure / TargetGroups: lacks \"server\", which has a route; found none"],
            Check(Chat with { Environments = [Dev with { Infrastructure = Network with { TargetGroups = new Dictionary<string, string>() } }] }));
    }

    [Theory]
    [InlineData(256, 512, null)]
    [InlineData(512, 4096, null)]
    [InlineData(4096, 30720, null)]
    [InlineData(16384, 122880, null)]
    [InlineData(300, 512, "300 CPU units; valid are 256, 512, 1024, 2048, 4096, 8192, 16384")]
    [InlineData(1024, 1024, "1024 MiB with 1024 CPU units; valid are 2048 to 8192 in steps of 1024")]
    [InlineData(8192, 18432, "18432 MiB with 8192 CPU units; valid are 16384 to 61440 in steps of 4096")]
    public void Fargate_offers_some_sizes_only(int cpu, int memory, string? problem) =>
        Assert.Equal(problem, FargateSizes.Problem(FargateSize.Of(cpu, memory)));

    [Fact]
    public void Everything_else_that_AWS_would_refuse_later_is_refused_now() =>
        Assert.Equal(
            [
                "chat / server / StopTimeout: 121 s; valid are 0 to 120 seconds on Fargate",
                "chat / server / Health / Interval: 4 s; valid are 5 to 300 seconds",
                "chat / server / Health / Timeout: 5 s; valid are 2 to 120 seconds, below the interval of 4 s",
                "chat / server / Image / Platform: \"windows/amd64\"; valid are linux/amd64 and linux/arm64",
                "chat / server / Variables: \"1ST\"; valid are letters, digits and underscores, no digit first",
                "chat / server / Secrets: \"KEY\" is a variable too; valid is one of the two",
                "chat / server / Sidecars: \"server\" is defined 2 times; each name may stand once",
                "chat / server / server / Image / Platform: linux/amd64 beside windows/amd64; valid is one platform for all containers of a task",
                "chat / server / LogRetentionDays: in local: 31; valid are 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
                "chat / server / Rollout: in local: MinimumHealthyPercent 100 with MaximumPercent 100; ECS could neither start nor stop a task. Raise the one or lower the other",
                "chat / server / Route / path: \"api\"; valid is a pattern that begins with a slash, such as /api/*",
            ],
            Check(With(Server with
            {
                StopTimeout = TimeSpan.FromSeconds(121),
                Health = new HealthCheck("/") { Interval = TimeSpan.FromSeconds(4) },
                Image = new DockerImage("server") { Platform = "windows/amd64" },
                Variables = new Dictionary<string, PerEnvironment<string>> { ["1ST"] = "x", ["KEY"] = "y" },
                Secrets = new Dictionary<string, Secret> { ["KEY"] = Secret.Named("chat/{environment}/key") },
                Sidecars = [new Sidecar("server") { Image = new DockerImage("server") }],
                LogRetentionDays = 31,
                Rollout = Rollout.Rolling with { MaximumPercent = 100 },
                Route = Route.Path("api"),
            })));

    private static Application With(EcsService service, params IReadOnlyList<DeployEnvironment> environments) =>
        Chat with { Services = [service], Environments = environments is [] ? [DeployEnvironment.Local] : environments };

    private static IReadOnlyList<string> Check(Application application, Func<string, bool>? exists = null) =>
        [.. DefinitionRules.Check([application], exists ?? (_ => true)).Select(problem => problem.ToString())];
}
