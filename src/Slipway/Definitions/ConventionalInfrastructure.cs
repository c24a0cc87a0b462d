namespace Slipway;

/// <summary>
/// Infrastructure that is found in the environment's account by its name:
/// <list type="table">
/// <item><term>cluster</term><description><c>{application}-{environment}</c></description></item>
/// <item><term>subnets</term><description>tag <c>Name</c> begins with <c>{application}-{environment}-private</c>, or <c>-public</c> with <see cref="AssignPublicIp"/></description></item>
/// <item><term>security groups</term><description>group name begins with <c>{application}-{environment}-tasks</c></description></item>
/// <item><term>roles</term><description><c>{application}-{environment}-execution</c> and <c>{application}-{environment}-task</c></description></item>
/// <item><term>target groups</term><description><c>{application}-{environment}-{service}</c></description></item>
/// <item><term>traffic</term><description>of a service whose rollout moves traffic: <c>{application}-{environment}-{service}-alt</c> is the second target group; the rule is the one that
/// forwards to the service's first; <c>{application}-{environment}-infrastructure</c> is the role with which ECS moves it</description></item>
/// <item><term>buckets</term><description><c>{application}-{environment}-{site}-{account}</c></description></item>
/// <item><term>distributions</term><description>the one whose origin is that bucket; of several the one with the comment <c>{application}-{environment}-{site}</c></description></item>
/// </list>
/// </summary>
public sealed record ConventionalInfrastructure : InfrastructureSource
{
    internal ConventionalInfrastructure()
    {
    }

    /// <summary>Whether tasks run in the public subnets, with a public address. Default: no.</summary>
    public bool AssignPublicIp { get; init; }

    /// <summary>Whether the containers have a role of their own. Default: yes.</summary>
    public bool HasTaskRole { get; init; } = true;
}
