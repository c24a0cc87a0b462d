using Slipway.Aws;
using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Output;
using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Doctor;

/// <summary>Puts a checkup together from the clients of a run.</summary>
internal static class AwsCheckup
{
    /// <param name="back">What a rollback reads from.</param>
    public static Checkup Of(AwsSession session, DeployEnvironment environment, ReleaseStore store, RollbackTools back, IOutput output, TimeProvider time) =>
        Of(Ports(session, environment, store), store, back, output, time);

    /// <inheritdoc cref="Of(AwsSession, DeployEnvironment, ReleaseStore, RollbackTools, IOutput, TimeProvider)"/>
    public static Checkup Of(CheckupPorts ports, ReleaseStore store, RollbackTools back, IOutput output, TimeProvider time) =>
        new(new CheckupObserver(ports, new PlannedWayBack(back, store.Lock, time)), output);

    public static CheckupPorts Ports(AwsSession session, DeployEnvironment environment, ReleaseStore store) => new(
        AwsInfrastructure.Ports(session, environment), new AwsSecrets(session.Secrets), new AwsImageRegistry(session.Ecr), new AwsRegistryScanning(session.Ecr), new AwsEcs(session.Ecs),
        new AwsLogs(session.Logs), new AwsAutoScaling(session.AutoScaling), new AwsAlarmList(session.CloudWatch), new AwsLoadBalancers(session.LoadBalancing),
        new AwsBucketSettings(new AwsBucketReads(session.S3, environment.Account)), new AwsOriginRequestPolicies(session.CloudFront), store.Bucket,
        new AwsReleaseBucketSetup(session.S3, environment));
}
