using System.Net;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>What ECS needs of the load balancer.</summary>
internal interface ITargetGroups
{
    /// <summary>The group, or null when there is none of that ARN.</summary>
    TargetGroupInfo? Find(string targetGroupArn);

    /// <summary>Sends requests to a target once it is healthy. Registering it again changes nothing.</summary>
    /// <param name="endpoint">Where the target is reached on this machine: the published port of its container.</param>
    void Register(string targetGroupArn, Target target, IPEndPoint endpoint);

    /// <summary>Sends no new request to a target; those under way and its WebSockets may go on for the deregistration delay.</summary>
    void Deregister(string targetGroupArn, Target target);

    /// <summary>The health of a target as DescribeTargetHealth tells it.</summary>
    TargetHealth Health(string targetGroupArn, Target target);
}

/// <summary>A target as AWS names it: the task's own (imaginary) private address, and the container's port.</summary>
internal sealed record Target(string Ip, int Port);

/// <summary>State (initial, healthy, unhealthy, unused, draining), AWS's reason code and its description.</summary>
internal sealed record TargetHealth(string State, string? Reason = null, string? Description = null);

/// <param name="InUse">Whether a rule or default action of a listener forwards to the group.</param>
internal sealed record TargetGroupInfo(string Arn, string Name, int Port, string TargetType, bool InUse, TimeSpan DeregistrationDelay);
