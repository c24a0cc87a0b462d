using Slipway.Aws;
using Slipway.Output;

namespace Slipway.Releases;

/// <summary>What the release bucket of an environment holds, and the way to it.</summary>
internal sealed class ReleaseStore(AwsSession session, Application application, DeployEnvironment environment, Tempo tempo, IOutput output, TimeProvider time)
{
    public IReleaseBucket Bucket { get; } = new AwsReleaseBucket(session.S3, application, environment, time);

    public LockTimes Times { get; } = LockTimes.Of(session.IsLoopback, tempo);

    public DeployLock Lock => new(Bucket, Times, output, time);

    public Ledger Ledger => new(Bucket, time);

    public Bootstrap Bootstrap => new(new AwsReleaseBucketSetup(session.S3, environment), output);
}
