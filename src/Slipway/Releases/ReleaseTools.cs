using Slipway.Approvals;
using Slipway.Aws;
using Slipway.Databases;
using Slipway.Gates;
using Slipway.Git;
using Slipway.GitHub;
using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Output;
using Slipway.Pauses;
using Slipway.Preflight;
using Slipway.Processes;
using Slipway.Provisioning;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Smoke;
using Slipway.Traffic;

namespace Slipway.Releases;

/// <summary>What a run works with: one set per run, since its members remember what they have read.</summary>
internal sealed class ReleaseTools : IDisposable
{
    private readonly AwsSession _session;
    private readonly AwsSession _pipelines;
    private readonly AwsSession? _origin;
    private readonly HttpWebViewer _viewer;
    private readonly Func<CancellationToken, Task<Infrastructure?>> _existing;

    public ReleaseTools(ReleaseRequest request, IProcesses processes, IOutput output, TimeProvider time)
    {
        _session = new AwsSession(request.Environment, request.Endpoint);
        _pipelines = ApprovalPlaces.Session(request.Environment, request.Endpoint, System.Environment.GetEnvironmentVariable);
        var docker = new DockerCli(request.Docker, processes, time);

        Git = new GitRepository(processes, request.Root);
        var preparer = new Preparer(request.Root, Git, processes, output, time);
        var registry = new AwsImageRegistry(_session.Ecr);
        _origin = request.From is { } from ? new AwsSession(from.Environment, from.Endpoint) : null;
        var origin = _origin is null ? null : new AwsImageRegistry(_origin.Ecr);
        Images = new ImageShipper(
            request.Root, new ImageInputs(request.Root, docker), preparer, registry, docker, origin is null ? null : new ImageCopier(origin, registry, output, time), output, time);
        LiveTags = new LiveTags(registry, output);

        Store = new ReleaseStore(_session, request.Application, request.Environment, request.Tempo, output, time);
        Questions = new Questions(new QuestionBook(Store.Bucket), output, time);

        Snapshots = new SnapshotTaker(new AwsSnapshots(_session.Rds), request.Tempo, output, time);

        var weights = new AwsWeights(_session.LoadBalancing);
        Observer = new ServicesObserver(new AwsEcs(_session.Ecs), new AwsLogs(_session.Logs), new AwsSecrets(_session.Secrets), weights);
        var health = new AwsTargetHealth(_session.LoadBalancing);
        var metrics = new AwsMetrics(_session.CloudWatch, _session.LoadBalancing);
        var gates = new GateKeeper(metrics, health, request.Tempo, time);
        var services = new ServicesDeployer(
            new AwsEcs(_session.Ecs), new AwsTasks(_session.Ecs), new AwsLogs(_session.Logs), health, weights, gates.Judge,
            Questions.Ask, Snapshots, request.Tempo, output, time);

        Plans = new PlanBook(Path.Combine(request.Temporary, "plans"));

        // Where releases go to this machine, so do the hosts that they are looked at by.
        _viewer = new HttpWebViewer(request.Environment.IsLocal || request.Endpoint is { IsLoopback: true });
        Sites = new SiteShipper(request.Root, preparer, new AwsSiteBucket(_session, time), Store.Bucket, new AwsCdn(_session.CloudFront), _viewer, output, time)
        {
            Routes = [.. request.Application.Services.Select(service => service.Route).OfType<Route>()],
        };
        if (_origin is not null)
        {
            Promotion = new Promotion(
                request.From!.Environment, _origin, new ReleaseStore(_origin, request.Application, request.From.Environment, request.Tempo, output, time),
                new PromotedImages(origin!, registry), new AwsSiteBucket(_origin, time), Sites, Path.Combine(request.Temporary, "promoted"));
        }

        var smoke = new SmokeChecker(_viewer, output, time);
        var addresses = new KnownAddresses(new PublicAddresses(new AwsAddresses(_session.LoadBalancing), Sites), output);
        Steps = new ReleaseSteps(services, Sites, smoke, addresses, output, time);
        Back = new RollbackTools(Store.Bucket, Store.Ledger, new AwsEcs(_session.Ecs), Observer, new AwsServiceHistory(_session.Ecs), registry, Sites);
        BackSteps = new RollbackSteps(services, Sites, smoke, addresses, output, time);
        Left = new LeftReleases(request.Application, request.Environment, Store.Ledger, new AwsEcs(_session.Ecs));
        InFlight = new InFlight(new AwsEcs(_session.Ecs), output, time);
        if (request.Environment.IsLocal && request.Endpoint is { } endpoint)
        {
            Rehearsal = new RehearsalProvisioning(
                request.Temporary,
                new AwsRehearsalInfrastructure(
                    _session.Ecs, new AwsRehearsalBalancing(_session.LoadBalancing), new AwsRehearsalSites(_session.S3, _session.CloudFront)),
                new AwsRehearsalSecrets(_session.Secrets, output), new RehearsalBacking(endpoint, output), time);
        }

        Gates = new GateTrial(gates.Judge, weights, request.Tempo, time, output);
        Preflight = new PreflightGate(new PreflightObserver(metrics, registry, new AwsEcs(_session.Ecs)), output);
        _existing = async ct => Rehearsal is { } rehearsal
            ? await rehearsal.Find(request.Application, request.Environment, ct)
            : await AwsInfrastructure.Reader(_session, request.Environment, processes, request.Root).Read(request.Application, request.Environment, ct);

        Infrastructure = AwsInfrastructure.Gate(_session, request.Environment, processes, request.Root, output);
        ApprovalRecords = new RecordedApproval(
            request.Application, request.Environment, new AwsApprovalBox(_session.S3, request.Application, request.Environment),
            () => new Principal(_session.Caller!, _session.CallerId!), time);
        Approvals = ApprovalPlaces.Gate(_pipelines, request.Environment, request.From?.Environment.Name, ApprovalRecords, System.Environment.GetEnvironmentVariable, output, time);
        GitHub = GitHubRecord.Of(request.Application, request.Environment, System.Environment.GetEnvironmentVariable, output, time);
    }

    public GitRepository Git { get; }

    public ImageShipper Images { get; }

    public LiveTags LiveTags { get; }

    public ServicesObserver Observer { get; }

    public SiteShipper Sites { get; }

    public ReleaseSteps Steps { get; }

    /// <summary>The release that is promoted; null: what is checked out is shipped.</summary>
    public Promotion? Promotion { get; }

    /// <summary>What a rollback reads from.</summary>
    public RollbackTools Back { get; }

    public RollbackSteps BackSteps { get; }

    public InFlight InFlight { get; }

    /// <summary>What became of releases whose runs are gone.</summary>
    public LeftReleases Left { get; }

    public GateTrial Gates { get; }

    /// <summary>What releases pass once they are planned.</summary>
    public PreflightGate Preflight { get; }

    /// <summary>What environments of AWS pass before anything is changed.</summary>
    public InfrastructureGate Infrastructure { get; }

    /// <summary>Null: the environment is not the rehearsal.</summary>
    public RehearsalProvisioning? Rehearsal { get; }

    public ReleaseStore Store { get; }

    public PlanBook Plans { get; }

    /// <summary>What a plan passes before it is carried out, where somebody must approve it.</summary>
    public ApprovalGate Approvals { get; }

    public RecordedApproval ApprovalRecords { get; }

    /// <summary>What rollouts ask people.</summary>
    public Questions Questions { get; }

    /// <summary>Takes snapshots of databases, and knows those that the run has.</summary>
    public SnapshotTaker Snapshots { get; }

    public GitHubRecord GitHub { get; }

    public AwsCalls Calls => _session.Calls;

    public void Dispose()
    {
        _viewer.Dispose();
        _pipelines.Dispose();
        _session.Dispose();
        _origin?.Dispose();
    }

    /// <summary>ARN of the caller, once it was checked.</summary>
    public string? Caller => _session.Caller;

    /// <summary>The infrastructure as it is, neither made nor checked.</summary>
    /// <exception cref="DeployException">Nothing was made in the rehearsal yet, or it could not be read.</exception>
    public async Task<Infrastructure> Existing(CancellationToken ct) => await _existing(ct) ?? throw new DeployException(
        """
        Nothing of the application is in the rehearsal yet. Nothing was changed.
          try  ./build.sh Deploy
        """);

    /// <inheritdoc cref="AwsSession.CheckCaller"/>
    public Task CheckCaller(CancellationToken ct) => _session.CheckCaller(ct);
}
