using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class ServiceRevision
{
    public string? ServiceRevisionArn { get; set; }
    public string? ServiceArn { get; set; }
    public string? ClusterArn { get; set; }
    public string? TaskDefinition { get; set; }
    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public LaunchType? LaunchType { get; set; }
    public string? PlatformVersion { get; set; }
    public string? PlatformFamily { get; set; }
    public List<LoadBalancer>? LoadBalancers { get; set; } = Initial.List<LoadBalancer>();
    public List<ServiceRegistry>? ServiceRegistries { get; set; } = Initial.List<ServiceRegistry>();
    public NetworkConfiguration? NetworkConfiguration { get; set; }
    public List<ContainerImage>? ContainerImages { get; set; } = Initial.List<ContainerImage>();
    public bool? GuardDutyEnabled { get; set; }
    public ServiceConnectConfiguration? ServiceConnectConfiguration { get; set; }
    public List<ServiceVolumeConfiguration>? VolumeConfigurations { get; set; } = Initial.List<ServiceVolumeConfiguration>();
    public DeploymentEphemeralStorage? FargateEphemeralStorage { get; set; }
    public DateTime? CreatedAt { get; set; }
    public List<VpcLatticeConfiguration>? VpcLatticeConfigurations { get; set; } = Initial.List<VpcLatticeConfiguration>();
    public ResolvedConfiguration? ResolvedConfiguration { get; set; }
    public ECSManagedResources? EcsManagedResources { get; set; }
    public ServiceRevisionOverrides? Overrides { get; set; }
    public MonitoringConfiguration? Monitoring { get; set; }
}

public class AdvancedConfiguration
{
    public string? AlternateTargetGroupArn { get; set; }
    public string? ProductionListenerRule { get; set; }
    public string? TestListenerRule { get; set; }
    public string? RoleArn { get; set; }
}

public class AwsVpcConfiguration
{
    public List<string>? Subnets { get; set; } = Initial.List<string>();
    public List<string>? SecurityGroups { get; set; } = Initial.List<string>();
    public AssignPublicIp? AssignPublicIp { get; set; }
}

public class ContainerImage
{
    public string? ContainerName { get; set; }
    public string? ImageDigest { get; set; }
    public string? Image { get; set; }
}

public class DeploymentEphemeralStorage
{
    public string? KmsKeyId { get; set; }
}

public class ECSManagedResources
{
    public List<ManagedIngressPath>? IngressPaths { get; set; } = Initial.List<ManagedIngressPath>();
    public ManagedAutoScaling? AutoScaling { get; set; }
    public List<ManagedMetricAlarm>? MetricAlarms { get; set; } = Initial.List<ManagedMetricAlarm>();
    public List<ManagedSecurityGroup>? ServiceSecurityGroups { get; set; } = Initial.List<ManagedSecurityGroup>();
    public List<ManagedLogGroup>? LogGroups { get; set; } = Initial.List<ManagedLogGroup>();
}

public class LoadBalancer
{
    public string? TargetGroupArn { get; set; }
    public string? LoadBalancerName { get; set; }
    public string? ContainerName { get; set; }
    public int? ContainerPort { get; set; }
    public AdvancedConfiguration? AdvancedConfiguration { get; set; }
}

public class ManagedApplicationAutoScalingPolicy
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
    public string? PolicyType { get; set; }
    public double? TargetValue { get; set; }
    public string? Metric { get; set; }
}

public class ManagedAutoScaling
{
    public ManagedScalableTarget? ScalableTarget { get; set; }
    public List<ManagedApplicationAutoScalingPolicy>? ApplicationAutoScalingPolicies { get; set; } = Initial.List<ManagedApplicationAutoScalingPolicy>();
}

public class ManagedCertificate
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
    public string? DomainName { get; set; }
}

public class ManagedIngressPath
{
    public AccessType? AccessType { get; set; }
    public string? Endpoint { get; set; }
    public ManagedLoadBalancer? LoadBalancer { get; set; }
    public List<ManagedSecurityGroup>? LoadBalancerSecurityGroups { get; set; } = Initial.List<ManagedSecurityGroup>();
    public ManagedCertificate? Certificate { get; set; }
    public ManagedListener? Listener { get; set; }
    public ManagedListenerRule? Rule { get; set; }
    public List<ManagedTargetGroup>? TargetGroups { get; set; } = Initial.List<ManagedTargetGroup>();
}

public class ManagedListener
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
}

public class ManagedListenerRule
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
}

public class ManagedLoadBalancer
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
    public string? Scheme { get; set; }
    public List<string>? SubnetIds { get; set; } = Initial.List<string>();
    public List<string>? SecurityGroupIds { get; set; } = Initial.List<string>();
}

public class ManagedLogGroup
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
    public string? LogGroupName { get; set; }
}

public class ManagedMetricAlarm
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
}

public class ManagedScalableTarget
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
    public int? MinCapacity { get; set; }
    public int? MaxCapacity { get; set; }
}

public class ManagedSecurityGroup
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
}

public class ManagedTargetGroup
{
    public string? Arn { get; set; }
    public ManagedResourceStatus? Status { get; set; }
    public string? StatusReason { get; set; }
    public DateTime? UpdatedAt { get; set; }
    public string? HealthCheckPath { get; set; }
    public int? HealthCheckPort { get; set; }
    public int? Port { get; set; }
}

public class MetricConfiguration
{
    public List<string>? MetricNames { get; set; } = Initial.List<string>();
    public int? ResolutionSeconds { get; set; }
}

public class MonitoringConfiguration
{
    public List<MetricConfiguration>? MetricConfigurations { get; set; } = Initial.List<MetricConfiguration>();
}

public class NetworkConfiguration
{
    public AwsVpcConfiguration? AwsvpcConfiguration { get; set; }
}

public class ResolvedConfiguration
{
    public List<ServiceRevisionLoadBalancer>? LoadBalancers { get; set; } = Initial.List<ServiceRevisionLoadBalancer>();
}

public class RuntimePlatformOverride
{
    public string? CpuArchitecture { get; set; }
}

public class ServiceRegistry
{
    public string? RegistryArn { get; set; }
    public int? Port { get; set; }
    public string? ContainerName { get; set; }
    public int? ContainerPort { get; set; }
}

public class ServiceRevisionLoadBalancer
{
    public string? TargetGroupArn { get; set; }
    public string? ProductionListenerRule { get; set; }
}

public class ServiceRevisionOverrides
{
    public RuntimePlatformOverride? RuntimePlatform { get; set; }
}

public class VpcLatticeConfiguration
{
    public string? RoleArn { get; set; }
    public string? TargetGroupArn { get; set; }
    public string? PortName { get; set; }
}
