using Slipway.Aws;
using Slipway.Processes;
using Slipway.Output;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Infrastructures;

/// <summary>Puts the gate together from the clients of a run.</summary>
internal static class AwsInfrastructure
{
    /// <param name="root">Root of the repository.</param>
    public static InfrastructureGate Gate(AwsSession session, DeployEnvironment environment, IProcesses processes, string root, IOutput output)
    {
        var ports = Ports(session, environment);
        return new InfrastructureGate(Reader(ports, processes, root), new InfrastructureObserver(ports, new AwsSecrets(session.Secrets)), output);
    }

    /// <inheritdoc cref="Gate"/>
    public static InfrastructureReader Reader(AwsSession session, DeployEnvironment environment, IProcesses processes, string root) =>
        Reader(Ports(session, environment), processes, root);

    private static InfrastructureReader Reader(InfrastructurePorts ports, IProcesses processes, string root) =>
        new(new TerraformReader(processes, root), new ConventionReader(ports));

    /// <summary>What finds the rules of pairs.</summary>
    public static PairStatusReader Pairs(AwsSession session) =>
        new(new AwsTargetGroups(session.LoadBalancing), new AwsRules(session.LoadBalancing, new AwsWeights(session.LoadBalancing)));

    public static InfrastructurePorts Ports(AwsSession session, DeployEnvironment environment) => new(
        new AwsNetwork(session.Ec2), new AwsRoles(session.Iam, () => session.Caller), new AwsClusters(session.Ecs), new AwsTargetGroups(session.LoadBalancing),
        new AwsRules(session.LoadBalancing, new AwsWeights(session.LoadBalancing)), new AwsBuckets(session.S3, environment), new AwsDistributions(session.CloudFront, new AwsCdn(session.CloudFront)));
}
