using Slipway.Output;

namespace Slipway.Infrastructures;

/// <summary>What a deploy to AWS passes before it changes anything.</summary>
internal sealed class InfrastructureGate(InfrastructureReader reader, InfrastructureObserver observer, IOutput output)
{
    /// <summary>Reads the infrastructure of an environment of AWS, and checks it against what is there.</summary>
    /// <exception cref="DeployException">It could not be read, or a deploy with it would fail (<see cref="Verdict.Refused"/>). Everything that is wrong is named.</exception>
    public async Task<Infrastructure> Demand(Application application, DeployEnvironment environment, CancellationToken ct)
    {
        var infrastructure = await reader.Read(application, environment, ct);
        var findings = InfrastructureCheck.Of(application, environment, infrastructure, await observer.Observe(application, environment, infrastructure, ct));
        InfrastructureCheck.Demand(application, environment, findings);

        output.Emit(new InfrastructureChecked(application.Name, environment.Name, findings.Notes));
        return infrastructure;
    }

    /// <summary>Reads the infrastructure unchecked: for what must be possible although something of it is broken.</summary>
    /// <exception cref="DeployException">It could not be read (<see cref="Verdict.Refused"/>).</exception>
    public Task<Infrastructure> Read(Application application, DeployEnvironment environment, CancellationToken ct) => reader.Read(application, environment, ct);
}
