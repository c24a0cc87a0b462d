using Slipway.Approvals;
using Slipway.Output;

namespace Slipway.Releases;

/// <summary>A step of <see cref="BootstrapPlan"/>, in the order in which they are done.</summary>
internal enum BootstrapStep
{
    Create,
    BlockPublicAccess,
    EnforceOwnership,
    KeepVersions,
    Encrypt,
    DemandTls,
    HoldApprovers,
    CleanUp,
    Tag,
}

/// <summary>What is missing from the release bucket of an environment.</summary>
internal sealed record BootstrapPlan(string Bucket, IReadOnlyList<BootstrapStep> Steps, string Policy, IReadOnlyDictionary<string, string> Tags)
{
    /// <param name="seen">Null: there is no such bucket.</param>
    public static BootstrapPlan Create(Application application, DeployEnvironment environment, ReleaseBucketSettings? seen)
    {
        var bucket = ReleaseBucketName.Of(application, environment);
        var tags = new SortedDictionary<string, string>((seen?.Tags ?? new Dictionary<string, string>()).ToDictionary(), StringComparer.Ordinal)
        {
            ["slipway:application"] = application.Name,
            ["slipway:environment"] = environment.Name,
        };
        var now = seen ?? new ReleaseBucketSettings();
        var arn = ReleaseBucketSettings.ArnOf(bucket, environment.Region);
        var policy = ReleaseBucketSettings.WithTls(bucket, environment.Region, now.Policy);
        (BootstrapStep Step, bool Needed)[] all =
        [
            (BootstrapStep.Create, seen is null),
            (BootstrapStep.BlockPublicAccess, !now.BlocksPublicAccess),
            (BootstrapStep.EnforceOwnership, !now.EnforcesOwnership),
            (BootstrapStep.KeepVersions, !now.IsVersioned),
            (BootstrapStep.Encrypt, !now.IsEncrypted),
            (BootstrapStep.DemandTls, !now.DemandsTls),
            (BootstrapStep.HoldApprovers, environment.Approval.IsRequired && !ApproverStatement.IsIn(now.Policy, arn)),
            (BootstrapStep.CleanUp, !now.CleansUp),
            (BootstrapStep.Tag, tags.Any(tag => now.Tags.GetValueOrDefault(tag.Key) != tag.Value)),
        ];
        return new BootstrapPlan(
            bucket, [.. all.Where(one => one.Needed).Select(one => one.Step)],
            environment.Approval.IsRequired ? ReleaseBucketSettings.With(policy, ApproverStatement.Of(arn)) : policy, tags);
    }
}

/// <summary>
/// Makes the release bucket of an environment, and mends what differs from how it should be; a second run finds nothing to do. What others
/// added (statements of the policy, rules of the lifecycle, tags) stays.
/// </summary>
internal sealed class Bootstrap(IReleaseBucketSetup setup, IOutput output)
{
    /// <summary>Says also that there was nothing to do.</summary>
    public async Task Run(Application application, DeployEnvironment environment, CancellationToken ct)
    {
        var plan = await Ensure(application, environment, ct);
        output.Emit(new BootstrapDone(plan.Bucket, plan.Steps.Count));
    }

    public async Task<BootstrapPlan> Ensure(Application application, DeployEnvironment environment, CancellationToken ct)
    {
        var bucket = ReleaseBucketName.Of(application, environment);
        var plan = BootstrapPlan.Create(application, environment, await setup.Read(bucket, ct));
        foreach (var step in plan.Steps)
        {
            await Do(step, plan, ct);
            output.Emit(new BootstrapStepDone(plan.Bucket, step));
        }

        return plan;
    }

    private Task Do(BootstrapStep step, BootstrapPlan plan, CancellationToken ct) => step switch
    {
        BootstrapStep.Create => setup.Create(plan.Bucket, ct),
        BootstrapStep.BlockPublicAccess => setup.BlockPublicAccess(plan.Bucket, ct),
        BootstrapStep.EnforceOwnership => setup.EnforceOwnership(plan.Bucket, ct),
        BootstrapStep.KeepVersions => setup.KeepVersions(plan.Bucket, ct),
        BootstrapStep.Encrypt => setup.Encrypt(plan.Bucket, ct),
        // One policy holds both statements.
        BootstrapStep.HoldApprovers when plan.Steps.Contains(BootstrapStep.DemandTls) => Task.CompletedTask,
        BootstrapStep.DemandTls or BootstrapStep.HoldApprovers => setup.SetPolicy(plan.Bucket, plan.Policy, ct),
        BootstrapStep.CleanUp => setup.CleanUp(plan.Bucket, ct),
        BootstrapStep.Tag => setup.SetTags(plan.Bucket, plan.Tags, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, message: null),
    };
}

/// <summary>The release bucket got something that it lacked.</summary>
internal sealed record BootstrapStepDone(string Bucket, BootstrapStep Step) : OutputEvent
{
    public override string Text => Step switch
    {
        BootstrapStep.Create => $"Created bucket {Bucket}",
        BootstrapStep.BlockPublicAccess => $"{Bucket}: public access is blocked",
        BootstrapStep.EnforceOwnership => $"{Bucket}: the bucket's owner owns every object, access lists are off",
        BootstrapStep.KeepVersions => $"{Bucket}: versions are kept",
        BootstrapStep.Encrypt => $"{Bucket}: what is stored is encrypted",
        BootstrapStep.DemandTls => $"{Bucket}: access without TLS is denied",
        BootstrapStep.HoldApprovers => $"{Bucket}: whoever writes an approval does so in their own name",
        BootstrapStep.CleanUp => $"{Bucket}: old versions go after {ReleaseBucketSettings.OldVersionDays} days, parts of broken uploads after one",
        _ => $"{Bucket}: tagged with application and environment",
    };
}

/// <summary>The release bucket is as it should be.</summary>
internal sealed record BootstrapDone(string Bucket, int Steps) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => Steps == 0 ? $"The release bucket {Bucket} is as it should be; nothing was changed." : $"The release bucket {Bucket} is ready.";
}
