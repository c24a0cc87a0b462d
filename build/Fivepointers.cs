using Slipway;

/// <summary>
/// The 5pointers sample: an editor in the browser, an API, a WebSocket server on which several people edit a page at once, and the pages themselves, each at
/// a host name of its own. One release, where there were four machines.
/// </summary>
static class Fivepointers
{
    private const string Folder = "samples/fivepointers";

    private static readonly Secret DatabaseUrl = Secret.Named("fivepointers/{environment}/database", key: "url");

    // The API signs who somebody is, the WebSocket server believes it.
    private static readonly Secret TokenKey = Secret.Named("fivepointers/{environment}/token-key");

    // The whitelist of all services. In the rehearsal the ports of distribution and load balancer are any.
    private static readonly PerEnvironment<string> Origins = By.Environment(env =>
        env.IsLocal ? "http://127.0.0.1:*,http://localhost:*,http://*.pages.localhost:*" : $"https://{Host(env)},https://*.{PagesHost(env)}");

    // One small size everywhere but where people are.
    private static readonly PerEnvironment<FargateSize> Size = By.Environment(env =>
        env.Is("prod") ? FargateSize.Of(cpu: 512, memoryMiB: 1024) : FargateSize.Of(cpu: 256, memoryMiB: 512));

    private static readonly PerEnvironment<int> LogRetention = By.Environment(env => env.Is("prod") ? 90 : 7);

    public static readonly Application Application = new("fivepointers")
    {
        Environments =
        [
            DeployEnvironment.Local with { Backing = [Backing.MySql()] },
            Aws("dev", "111122223333", branch: "develop"),
            Aws("test", "111122223333", branch: "main"),
            Aws("prod", "444455556666", branch: "main") with { Approval = Approval.Required },
        ],
        Repository = "5pointers/5pointers",
        Services =
        [
            new("api")
            {
                Image = Image("api"),
                Size = Size,
                Scaling = InProduction(AutoScaling.Between(2, 6) with { CpuPercent = 60 }),
                DesiredCount = ElsewhereOne,
                Port = 3001,
                Health = Health,
                Route = Route.Path("/api/*").On("web") with { Priority = 30 },
                Variables = Variables,
                Secrets = new Dictionary<string, Secret> { ["DATABASE_URL"] = DatabaseUrl, ["TOKEN_KEY"] = TokenKey },
                Before = [new OneOffTask("migrate", ["migrate"])],
                LogRetentionDays = LogRetention,
            },
            new("ws")
            {
                Image = Image("ws"),
                Size = Size,
                // Two in the rehearsal: those who edit a page together need not meet in one task.
                DesiredCount = By.Environment(env => env.Is("prod") || env.IsLocal ? (int?)2 : 1),
                Port = 3003,
                Health = Health,
                // Connections need not be waited for: an editor connects again at once, and nothing is lost.
                Route = Route.Path("/ws/*").On("web") with { Priority = 20, Draining = TimeSpan.FromSeconds(10) },
                Variables = Variables,
                Secrets = new Dictionary<string, Secret> { ["DATABASE_URL"] = DatabaseUrl, ["TOKEN_KEY"] = TokenKey },
                // Believes the API's tokens, and keeps documents in the API's tables.
                DependsOn = ["api"],
                LogRetentionDays = LogRetention,
            },
            new("subdomain")
            {
                Image = Image("subdomain"),
                Size = Size,
                Scaling = InProduction(AutoScaling.Between(2, 8) with { CpuPercent = 60 }),
                DesiredCount = ElsewhereOne,
                Port = 3002,
                Health = Health,
                // Before the rules by path: /api/* of somebody's page is that page's.
                Route = Route.Host(By.Environment(PagesHost), By.Environment(env => $"*.{PagesHost(env)}")) with { Priority = 10 },
                Variables = new Dictionary<string, PerEnvironment<string>>(Variables) { ["PAGES_HOST"] = By.Environment(PagesHost) },
                Secrets = new Dictionary<string, Secret> { ["DATABASE_URL"] = DatabaseUrl },
                // Shows the documents as the WebSocket server keeps them.
                DependsOn = ["ws"],
                LogRetentionDays = LogRetention,
            },
        ],
        Sites =
        [
            new("web")
            {
                Source = $"{Folder}/web/dist",
                Prepare = Build("web", output: "web/dist"),
                Routing = SiteRouting.SinglePage,
            },
        ],
        SmokeChecks =
        [
            new("/") { Contains = "<title>5Pointers" },
            new("/api/version") { Contains = "\"api\"" },
            new("/api/pages") { Status = 401 },
            new("/ws/version") { Contains = "\"ws\"" },
            new("/") { At = "subdomain", Contains = "<h1>Pages</h1>" },
        ],
    };

    private static HealthCheck Health => new("/health");

    private static PerEnvironment<int?> ElsewhereOne => By.Environment(env => env.Is("prod") ? null : (int?)1);

    private static PerEnvironment<AutoScaling?> InProduction(AutoScaling scaling) => By.Environment(env => env.Is("prod") ? scaling : null);

    private static DeployEnvironment Aws(string name, string account, string branch) => new(name)
    {
        Account = account,
        Region = "ap-northeast-2",
        Branch = branch,
        Infrastructure = Infrastructure.ByConvention,
    };

    private static string Host(DeployEnvironment env) => env.Is("prod") ? "5pointers.example" : $"{env}.5pointers.example";

    private static string PagesHost(DeployEnvironment env) => env.IsLocal ? "pages.localhost" : $"pages.{Host(env)}";

    private static Dictionary<string, PerEnvironment<string>> Variables => new()
    {
        ["CORS_ORIGINS"] = Origins,
        // Of each task. All tasks together, and those of a deploy beside them, stay below the database's max_connections.
        ["DATABASE_CONNECTIONS"] = "5",
    };

    private static DockerImage Image(string part) => new($"{Folder}/{part}") { Prepare = Build(part, output: $"{part}/publish") };

    private static Preparation Build(string part, string output) => new("sh", $"{Folder}/build.sh", part)
    {
        Inputs =
        [
            $"{Folder}/{part}", $"{Folder}/shared", $"{Folder}/build.sh", $"{Folder}/package-lock.json", $"{Folder}/tsconfig.json",
            .. part == "web" ? [] : (string[])[$"{Folder}/server.vite.ts", "samples/node"],
        ],
        Output = $"{Folder}/{output}",
    };
}
