using Slipway;

/// <summary>
/// The codemate sample: a server-rendered front end whose scripts lie in S3, and a backend with PostgreSQL, sessions in Redis and Socket.IO, behind one
/// address.
/// </summary>
static class Codemate
{
    // Both servers read and write the sessions.
    private static readonly Secret Redis = Secret.Named("codemate/{environment}/redis", key: "url");
    private static readonly Secret SessionSecret = Secret.Named("codemate/{environment}/nextauth", key: "secret");

    // One build makes the pages' server and what browsers load, so that they never differ. It runs once.
    private static readonly Preparation Pages = Node("frontend");

    // develop is shipped as it comes; staging rehearses what prod does.
    private static readonly PerEnvironment<Rollout> Takeover =
        By.Environment<Rollout>(env => IsServing(env) ? Rollout.BlueGreen.Bake(TimeSpan.FromMinutes(10)) : Rollout.Rolling);

    // Two, so that what tasks share is shared. Elsewhere autoscaling has it, and it is left alone.
    private static readonly PerEnvironment<int?> RehearsedCount = By.Environment(env => env.IsLocal ? 2 : (int?)null);

    private static readonly PerEnvironment<int> LogRetention = By.Environment(env => IsServing(env) ? 30 : 7);

    public static readonly Application Application = new("codemate")
    {
        Repository = "Nharu/codemate",
        CodePipeline = new()
        {
            Connection = "arn:aws:codeconnections:ap-northeast-2:777788889999:connection/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
            Runtimes = new Dictionary<string, string> { ["nodejs"] = "22" },
            IgnoredPaths = ["docs/**"],
        },
        Environments =
        [
            DeployEnvironment.Local with { Backing = [Backing.Postgres() with { Instance = "codemate-db-{environment}" }, Backing.Redis()] },
            Aws("dev", "111122223333", branch: "develop"),
            Aws("staging", "111122223333", branch: null),
            Aws("prod", "444455556666", branch: "main") with { Approval = Approval.Required },
        ],
        Services =
        [
            new("backend")
            {
                Image = new("samples/codemate/backend") { Prepare = Node("backend") },
                Size = FargateSize.Of(cpu: 1024, memoryMiB: 2048),
                Scaling = By.Environment(env => Range(env, most: 6) is { } range ? range with { CpuPercent = 70, MemoryPercent = 80 } : null),
                DesiredCount = RehearsedCount,
                Port = 3001,
                Health = Health("/health"),
                // Socket.IO begins with several requests, which have to meet one task.
                Route = Route.Path("/api/*", "/socket.io/*").On("static") with { Draining = TimeSpan.FromSeconds(300), Stickiness = TimeSpan.FromHours(1) },
                Variables = new Dictionary<string, PerEnvironment<string>> { ["NEXTAUTH_URL"] = By.Environment(Address) },
                Secrets = new Dictionary<string, Secret>
                {
                    ["DATABASE_URL"] = Secret.Named("codemate/{environment}/database", key: "url"),
                    ["REDIS_URL"] = Redis,
                    ["NEXTAUTH_SECRET"] = SessionSecret,
                    ["ANTHROPIC_API_KEY"] = Secret.Named("codemate/{environment}/anthropic", key: "api_key"),
                    ["GITHUB_CLIENT_SECRET"] = Secret.Named("codemate/{environment}/github-oauth", key: "client_secret"),
                },
                Before = [new RdsSnapshot("codemate-db-{environment}"), new OneOffTask("migrate", ["migrate"])],
                Rollout = Takeover,
                LogRetentionDays = LogRetention,
            },
            new("frontend")
            {
                Image = new("samples/codemate/frontend") { Prepare = Pages },
                Size = FargateSize.Of(cpu: 512, memoryMiB: 1024),
                Scaling = By.Environment(env => Range(env, most: 5) is { } range ? range with { CpuPercent = 70 } : null),
                DesiredCount = RehearsedCount,
                Port = 3000,
                // Asked at the task itself. Through the address, /api/health is the backend's.
                Health = Health("/api/health"),
                Route = Route.Default.On("static"),
                Secrets = new Dictionary<string, Secret> { ["REDIS_URL"] = Redis, ["NEXTAUTH_SECRET"] = SessionSecret },
                DependsOn = ["backend"],
                Rollout = Takeover,
                LogRetentionDays = LogRetention,
            },
        ],
        Sites = [new("static") { Source = "samples/codemate/frontend/publish/static", Prepare = Pages, Prefix = "static", Routing = SiteRouting.Assets }],
        SmokeChecks = [new("/") { Contains = "<title>CodeMate" }, new("/api/health") { Contains = "\"database\":\"ok\"" }],
    };

    private static DeployEnvironment Aws(string name, string account, string? branch) => new(name)
    {
        Account = account,
        Region = "ap-northeast-2",
        Branch = branch,
        // Written after each apply: CodeBuild needs neither Terraform nor its state.
        Infrastructure = Terraform.Outputs($"infrastructure/environments/{name}") with { File = "outputs.json" },
    };

    private static bool IsServing(DeployEnvironment environment) => environment.Is("staging") || environment.Is("prod");

    private static AutoScaling? Range(DeployEnvironment environment, int most) =>
        environment.IsLocal ? null : environment.Is("prod") ? AutoScaling.Between(2, most) : AutoScaling.Between(1, 2);

    private static HealthCheck Health(string path) =>
        new(path) { Interval = TimeSpan.FromSeconds(30), HealthyThreshold = 2, UnhealthyThreshold = 3, StartupGrace = TimeSpan.FromSeconds(120) };

    private static string Address(DeployEnvironment environment) => environment switch
    {
        { IsLocal: true } => "http://localhost",
        _ when environment.Is("prod") => "https://codemate.code1398.io",
        _ => $"https://codemate-{environment.Name}.code1398.io",
    };

    private static Preparation Node(string folder) => new("sh", $"samples/codemate/{folder}/build.sh")
    {
        Inputs = [$"samples/codemate/{folder}", "samples/codemate/shared", "samples/node"],
        Output = $"samples/codemate/{folder}/publish",
    };
}
