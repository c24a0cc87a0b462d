using System.Text.Json.Nodes;

namespace Slipway.Services;

/// <summary>
/// Amazon ECS. Failures are <see cref="DeployException"/>; those that may pass by themselves (throttling, a lost connection, a 5xx
/// after the client's own retries) say so in <see cref="DeployException.MayPass"/>, so that waiting can go on.
/// </summary>
internal interface IEcs
{
    /// <summary>The services that exist and are not INACTIVE, ten per call. Answers may lag behind an update.</summary>
    Task<IReadOnlyList<ServiceSnapshot>> Services(string cluster, IReadOnlyCollection<string> names, CancellationToken ct);

    /// <summary>
    /// A task definition as ECS's own JSON, fields that nobody here knows included, with its <c>tags</c>. A family's name gives its
    /// newest active revision. Null: there is none.
    /// </summary>
    Task<JsonObject?> TaskDefinition(string arnOrFamily, CancellationToken ct);

    /// <summary>Registers a revision from JSON, sent as it is, and returns its ARN.</summary>
    Task<string> Register(JsonObject taskDefinition, CancellationToken ct);

    /// <summary>Creates a service; its first deployment starts by itself.</summary>
    Task<ServiceSnapshot> Create(string cluster, ServiceCreation creation, CancellationToken ct);

    /// <summary>Changes what <paramref name="change"/> names and nothing else; the answer is not subject to the lag.</summary>
    Task<ServiceSnapshot> Update(string cluster, string service, ServiceChange change, CancellationToken ct);

    /// <summary>Service deployments created at or after an instant of ECS's clock, newest first. Null: the API is missing or denied.</summary>
    Task<IReadOnlyList<ServiceDeployment>?> Deployments(string cluster, string service, DateTimeOffset createdAfter, CancellationToken ct);

    /// <summary>Service deployments by ARN, twenty per call. Null: the API is missing or denied.</summary>
    Task<IReadOnlyList<ServiceDeployment>?> DescribeDeployments(IReadOnlyCollection<string> arns, CancellationToken ct);

    /// <summary>The task definition of each service revision, by the revision's ARN. Null: the API is missing or denied.</summary>
    Task<IReadOnlyDictionary<string, string>?> RevisionTaskDefinitions(IReadOnlyCollection<string> arns, CancellationToken ct);

    /// <summary>The target group that each service revision's tasks are in, by the revision's ARN. Null: the API is missing or denied.</summary>
    Task<IReadOnlyDictionary<string, string>?> RevisionTargetGroups(IReadOnlyCollection<string> arns, CancellationToken ct);

    /// <summary>Answers a pause: ECS goes on with the deployment, or back.</summary>
    Task<StopAnswer> Continue(string deploymentArn, string hookId, HookAction action, CancellationToken ct);

    /// <summary>Stops a service deployment with rollback.</summary>
    Task<StopAnswer> StopWithRollback(string deploymentArn, CancellationToken ct);

    /// <summary>Tasks of a service that ended within the last hour or so; ECS forgets them after that.</summary>
    /// <param name="except">ARNs of those that are known and not described again.</param>
    Task<IReadOnlyList<StoppedTask>> StoppedTasks(string cluster, string service, IReadOnlyCollection<string> except, CancellationToken ct);
}

/// <summary>CloudWatch Logs.</summary>
internal interface ILogs
{
    /// <summary>Retention in days of each log group whose name begins so; null: kept for ever.</summary>
    Task<IReadOnlyDictionary<string, int?>> Groups(string prefix, CancellationToken ct);

    Task CreateGroup(string name, IReadOnlyDictionary<string, string> tags, CancellationToken ct);

    Task SetRetention(string name, int days, CancellationToken ct);

    /// <summary>Events of a stream in order, those after a place in it; none where the stream does not exist yet.</summary>
    /// <param name="after">The place, from an earlier answer; null: the stream's beginning.</param>
    Task<LogPage> Read(string group, string stream, string? after, CancellationToken ct);

    /// <summary>The last events of a stream, oldest first; none where the stream does not exist.</summary>
    Task<IReadOnlyList<string>> LastLines(string group, string stream, int count, CancellationToken ct);
}

/// <summary>The load balancer's opinion of a service's tasks.</summary>
internal interface ITargetHealth
{
    /// <summary>Every target of a group with its state and, unless healthy, the reason.</summary>
    Task<IReadOnlyList<TargetState>> Targets(string targetGroup, CancellationToken ct);
}

/// <summary>Secrets Manager. Values are never read.</summary>
internal interface ISecrets
{
    /// <summary>Full ARN, which ECS asks for, by name. A secret that does not exist, or is being deleted, is absent.</summary>
    Task<IReadOnlyDictionary<string, string>> Arns(IReadOnlyCollection<string> names, CancellationToken ct);
}

/// <param name="Next">The place after these lines; null: nothing was found, so begin at the beginning again.</param>
internal sealed record LogPage(IReadOnlyList<string> Lines, string? Next);

/// <param name="State">healthy, initial, unhealthy, draining, unused or unavailable.</param>
/// <param name="Reason">Such as <c>Target.ResponseCodeMismatch</c>.</param>
internal sealed record TargetState(string Target, string State, string? Reason, string? Description);

/// <summary>What ECS is told at a pause.</summary>
internal enum HookAction
{
    Continue,
    Rollback,
}

/// <summary>What ECS answers to the wish to stop a service deployment, or to answer its pause.</summary>
internal enum StopAnswer
{
    Accepted,

    /// <summary>It had ended, or was answered, before.</summary>
    Ended,

    /// <summary>The API is missing or denied.</summary>
    Denied,
}
