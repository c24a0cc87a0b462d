using Nuke.Common;
using Slipway.Aws;
using Slipway.Git;
using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Nuke;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Sites;

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

    /// <summary>What a deploy does before it changes anything: the caller, the infrastructure, and the plans of images and services.</summary>
    private Target Check => _ => _.Executes(() => ShipRun.Start(this, async (run, ct) =>
    {
        var (application, environment) = Chosen();
        using var session = new AwsSession(environment, endpoint: null);
        await session.CheckCaller(ct);
        var infrastructure = await AwsInfrastructure.Gate(session, environment, run.Processes, RootDirectory, run.Output).Demand(application, environment, ct);

        var docker = new DockerCli(new DockerConnection(), run.Processes, TimeProvider.System);
        var images = await new ImageShipper(
            RootDirectory, new ImageInputs(RootDirectory, docker), Preparer(run), new AwsImageRegistry(session.Ecr), docker, run.Output, TimeProvider.System)
            .Plan(ImageSource.Of(application), new string('0', 40), rebuild: false, ct);
        var shipped = new Shipped(new string('0', 40), "r1", images.Steps.ToDictionary(step => step.Source.Service, step => $"{step.Source.Repository}:{step.Tag}", StringComparer.Ordinal));
        var seen = await new ServicesObserver(new AwsEcs(session.Ecs), new AwsLogs(session.Logs), new AwsSecrets(session.Secrets)).Observe(application, environment, infrastructure, ct);
        run.Output.Emit(new PlanShown($"{string.Join('\n', images.Steps)}\n{ServicesPlan.Create(application, environment, infrastructure, shipped, seen).Text}"));
        return Verdict.Deployed;
    }));

    /// <summary>Publishes the site under the deploy lock and writes the ledger.</summary>
    private Target Publish => _ => _.Executes(() => ShipRun.Start(this, async (run, ct) =>
    {
        var (application, environment) = Chosen();
        using var session = new AwsSession(environment, endpoint: null);
        using var viewer = new HttpSiteViewer();
        await session.CheckCaller(ct);
        var infrastructure = await AwsInfrastructure.Gate(session, environment, run.Processes, RootDirectory, run.Output).Demand(application, environment, ct);

        var store = new ReleaseStore(session, application, environment, run.Output, TimeProvider.System);
        var sites = new SiteShipper(
            RootDirectory, Preparer(run), new AwsSiteBucket(session.S3, TimeProvider.System), store.Bucket, new AwsCdn(session.CloudFront), viewer, run.Output, TimeProvider.System);
        var plan = await sites.Plan(application.Sites[0], infrastructure.Sites["web"], ct);
        if (!plan.ChangesSomething)
        {
            run.Output.Emit(new PlanShown("nothing to publish"));
            return Verdict.Deployed;
        }

        var release = $"{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-00000000";
        await using var held = await store.Lock.Take(LockOwner.Of(session.Caller, release, System.Environment.GetEnvironmentVariable, TimeProvider.System), LockWait.Refuse, ct);
        var manifest = new ReleaseManifest(release, application.Name, environment.Name, new string('0', 40), session.Caller!);
        var open = await store.Ledger.Begin(manifest, ct);
        var result = await sites.Apply(plan, release, ct);
        await store.Ledger.End(open, manifest with { Verdict = Verdict.Deployed }, ct);
        run.Output.Emit(new PlanShown($"uploaded {result.Uploaded}, deleted {result.Deleted}, invalidated {result.Invalidated}"));
        return Verdict.Deployed;
    }));

    private Preparer Preparer(ShipRun run) => new(RootDirectory, new GitRepository(run.Processes, RootDirectory), run.Processes, run.Output, TimeProvider.System);

    private (Application Application, DeployEnvironment Environment) Chosen()
    {
        var ship = (IShip)this;
        var application = ship.Applications.Single(one => one.Name == ship.ApplicationName);
        return (application, application.Environments.Single(one => one.Name == ship.Environment));
    }
}
