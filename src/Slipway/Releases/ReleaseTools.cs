using Slipway.Aws;
using Slipway.Git;
using Slipway.GitHub;
using Slipway.Images;
using Slipway.Output;
using Slipway.Processes;
using Slipway.Provisioning;
using Slipway.Services;
using Slipway.Traffic;

namespace Slipway.Releases;

/// <summary>What a run works with: one set per run, since its members remember what they have read.</summary>
internal sealed class ReleaseTools : IDisposable
{
    private readonly AwsSession _session;

    public ReleaseTools(ReleaseRequest request, IProcesses processes, IOutput output, TimeProvider time)
    {
        _session = new AwsSession(request.Environment, request.Endpoint);
        var docker = new DockerCli(request.Docker, processes, time);

        Git = new GitRepository(processes, request.Root);
        Registry = new AwsImageRegistry(_session.Ecr);
        Images = new ImageShipper(
            request.Root, new ImageInputs(request.Root, docker), new Preparer(request.Root, Git, processes, output, time), Registry, docker, output, time);
        Observer = new ServicesObserver(new AwsEcs(_session.Ecs), new AwsLogs(_session.Logs), new AwsSecrets(_session.Secrets));
        Services = new ServicesDeployer(
            new AwsEcs(_session.Ecs), new AwsTasks(_session.Ecs), new AwsLogs(_session.Logs), new AwsTargetHealth(_session.LoadBalancing), output, time);
        GitHub = GitHubRecord.Of(request.Environment, System.Environment.GetEnvironmentVariable, output);
    }

    public GitRepository Git { get; }

    public IImageRegistry Registry { get; }

    public ImageShipper Images { get; }

    public ServicesObserver Observer { get; }

    public ServicesDeployer Services { get; }

    public GitHubRecord GitHub { get; }

    public AwsAddresses Addresses => new(_session.LoadBalancing);

    public AwsRehearsalInfrastructure Rehearsal => new(_session.Ecs, _session.LoadBalancing);

    public AwsCalls Calls => _session.Calls;

    public void Dispose() => _session.Dispose();

    public Task CheckCaller(CancellationToken ct) => _session.CheckCaller(ct);
}
