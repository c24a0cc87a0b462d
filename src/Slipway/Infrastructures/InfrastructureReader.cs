namespace Slipway.Infrastructures;

/// <summary>Reads what an environment's infrastructure is, wherever that is said. Reads only.</summary>
internal sealed class InfrastructureReader(TerraformReader terraform, ConventionReader convention)
{
    /// <summary>Cluster by name, roles by ARN: ECS answers with these, so that a plan sees no difference where there is none.</summary>
    /// <exception cref="DeployException">It could not be read, or lacks something; everything that it lacks is named.</exception>
    public async Task<Infrastructure> Read(Application application, DeployEnvironment environment, CancellationToken ct) =>
        Normal(
            environment,
            environment.Infrastructure switch
            {
                Infrastructure written => written,
                TerraformOutputs outputs => await terraform.Read(application, environment, outputs, ct),
                ConventionalInfrastructure names => await convention.Read(application, environment, names, ct),
                // The rules let this pass for an application that ships nothing.
                _ => new Infrastructure { Cluster = "", Subnets = [], SecurityGroups = [], ExecutionRole = "" },
            });

    private static Infrastructure Normal(DeployEnvironment environment, Infrastructure infrastructure) => infrastructure with
    {
        Cluster = infrastructure.Cluster[(infrastructure.Cluster.LastIndexOf('/') + 1)..],
        ExecutionRole = RoleNames.Arn(environment, infrastructure.ExecutionRole),
        TaskRole = infrastructure.TaskRole is { } role ? RoleNames.Arn(environment, role) : null,
        Traffic = infrastructure.Traffic.Values.All(one => one.Role is null) ? infrastructure.Traffic : infrastructure.Traffic.ToDictionary(
            one => one.Key, one => one.Value with { Role = one.Value.Role is { } mover ? RoleNames.Arn(environment, mover) : null }, StringComparer.Ordinal),
    };
}
