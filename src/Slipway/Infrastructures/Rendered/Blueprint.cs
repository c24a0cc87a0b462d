using Slipway.Pipelines.Templates;
using Slipway.Provisioning;

namespace Slipway.Infrastructures.Rendered;

/// <summary>What the template of an environment is rendered from. Everything is named as <see cref="Infrastructure.ByConvention"/> looks for it.</summary>
internal sealed class Blueprint
{
    private readonly ImpliedInfrastructure _implied;
    private readonly ConventionalInfrastructure _names;

    /// <param name="environment">One of AWS. Where its infrastructure does not go by convention, the convention's own settings count.</param>
    public Blueprint(Application application, DeployEnvironment environment)
    {
        (Application, Environment) = (application, environment);
        _names = environment.Infrastructure as ConventionalInfrastructure ?? Infrastructure.ByConvention;
        _implied = ImpliedInfrastructure.Of(application, environment, ConventionalNames.Cluster(application, environment));
    }

    public Application Application { get; }

    public DeployEnvironment Environment { get; }

    /// <summary>What all names begin with.</summary>
    public string Prefix => ConventionalNames.Cluster(Application, Environment);

    public IReadOnlyList<ImpliedTargetGroup> TargetGroups => _implied.TargetGroups;

    public ImpliedListener Listener => _implied.Listener;

    public IReadOnlyList<ImpliedShift> Shifts => _implied.Shifts;

    public IReadOnlyList<ImpliedSite> Sites => _implied.Sites;

    public IReadOnlyList<EcsService> Services => Application.Services;

    public bool HasServices => Services.Count > 0;

    public bool HasRoutes => TargetGroups.Count > 0;

    /// <summary>Whether tasks run in the public subnets.</summary>
    public bool IsPublic => _names.AssignPublicIp;

    public bool HasTaskRole => _names.HasTaskRole;

    /// <summary>Whether ECS itself moves traffic, for which it needs a role.</summary>
    public bool EcsMovesTraffic => Shifts.Any(shift => !shift.IsPair);

    /// <summary>What the definition says of a service's autoscaling here; null: nothing, or of the two services of a pair, one of which has no tasks most of the time.</summary>
    public AutoScaling? ScalingOf(EcsService service) => IsPair(service) ? null : service.Scaling.In(Environment);

    public bool IsPair(EcsService service) => ShiftedServices.RolloutOf(service, Environment) is ServicePairRollout;

    /// <summary>What the template calls the resources of a service, a site or a target group.</summary>
    /// <param name="name">As AWS has it; the prefix is left out.</param>
    public string Logical(string name)
    {
        var own = name.StartsWith($"{Prefix}-", StringComparison.Ordinal) ? name[(Prefix.Length + 1)..] : name;
        // web-1 and web1 would be the same: the sign before a digit leaves nothing behind.
        return AwsNames.Logical(string.Concat(own.Select((c, at) => c == '-' && at + 1 < own.Length && char.IsAsciiDigit(own[at + 1]) ? "-N" : $"{c}")));
    }

    /// <summary>A resource's ARN in the environment's account and region.</summary>
    public string Arn(string service, string resource) => $"arn:${{AWS::Partition}}:{service}:{Environment.Region}:{Environment.Account}:{resource}";
}
