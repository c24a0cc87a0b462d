using Slipway.Aws;
using Slipway.Output;
using Slipway.Provisioning;
using Slipway.Releases;

namespace Slipway.Pipelines.Simulation;

/// <summary>
/// Makes in the rehearsal cloud what the accounts of AWS are said to have already: the infrastructure of an environment, its secrets and data stores, and its release
/// bucket. It works as those accounts themselves, which a job never does.
/// </summary>
/// <param name="aws">The rehearsal cloud.</param>
internal sealed class AwsSimulatedPlaces(Uri aws, IOutput output)
{
    public async Task<Infrastructure> Make(Application application, DeployEnvironment environment, CancellationToken ct)
    {
        // The session of the rehearsal's own environment signs with the account as access key.
        using var session = new AwsSession(DeployEnvironment.Local with { Account = environment.Account, Region = environment.Region }, aws);

        var stores = application.Environments.FirstOrDefault(other => other.IsLocal)?.Backing ?? [];
        var stocked = environment with { Backing = stores };
        await new RehearsalBacking(aws, output).Ensure(application, stocked, ct);
        await new AwsRehearsalSecrets(session.Secrets, output).Ensure(application, stocked, [.. stores.Select(store => store.SecretOf(application, stocked))], ct);
        await new Bootstrap(new AwsReleaseBucketSetup(session.S3, environment), output).Ensure(application, environment, ct);

        var infrastructure = new AwsRehearsalInfrastructure(session.Ecs, new AwsRehearsalBalancing(session.LoadBalancing), new AwsRehearsalSites(session.S3, session.CloudFront));
        return await infrastructure.Ensure(ImpliedInfrastructure.Of(application with { Name = NameOf(application, environment) }, environment), environment, ct);
    }

    /// <summary>What the infrastructure is called after: two environments may share an account, and buckets and distributions are not of a region.</summary>
    private static string NameOf(Application application, DeployEnvironment environment) =>
        application.Environments.Count(other => other.Account == environment.Account) > 1 ? $"{application.Name}-{environment.Name}" : application.Name;
}
