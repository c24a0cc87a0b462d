using Slipway.Processes;

namespace Slipway.Provisioning;

/// <summary>Everything that an application needs in the rehearsal cloud before it can be shipped there, made by one process at a time.</summary>
/// <param name="folder">Holds the mark of the process that is at it.</param>
internal sealed class RehearsalProvisioning(
    string folder, AwsRehearsalInfrastructure infrastructure, AwsRehearsalSecrets secrets, RehearsalBacking backing, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task<Infrastructure> Ensure(Application application, DeployEnvironment environment, CancellationToken ct)
    {
        using var held = await Turn(ct);
        var stores = backing.Ensure(application, environment, ct);
        await secrets.Ensure(application, environment, [.. environment.Backing.Select(store => store.SecretOf(application, environment))], ct);
        var made = await infrastructure.Ensure(ImpliedInfrastructure.Of(application, environment), environment, ct);
        await stores;
        return made;
    }

    /// <summary>What an earlier <see cref="Ensure"/> made; null when some of it is not there. Changes nothing.</summary>
    public Task<Infrastructure?> Find(Application application, DeployEnvironment environment, CancellationToken ct) =>
        infrastructure.Find(ImpliedInfrastructure.Of(application, environment), environment, ct);

    private async Task<IDisposable> Turn(CancellationToken ct)
    {
        var path = Path.Combine(folder, "provisioning.lock");
        try
        {
            return await FileTurn.Take(path, Patience, time, ct);
        }
        catch (IOException exception)
        {
            throw new DeployException(
                $"""
                 The rehearsal was not prepared: another run has been at it for {Patience.TotalMinutes:0} minutes. Nothing was changed.
                   file  {path}
                   try   end that run, then deploy again
                 """,
                Verdict.Refused, exception);
        }
    }
}
