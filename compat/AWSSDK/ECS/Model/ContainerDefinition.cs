using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class ContainerDefinition
{
    public string? Name { get; set; }
    public string? Image { get; set; }
    public RepositoryCredentials? RepositoryCredentials { get; set; }
    public int? Cpu { get; set; }
    public int? Memory { get; set; }
    public int? MemoryReservation { get; set; }
    public List<string>? Links { get; set; } = Initial.List<string>();
    public List<PortMapping>? PortMappings { get; set; } = Initial.List<PortMapping>();
    public bool? Essential { get; set; }
    public ContainerRestartPolicy? RestartPolicy { get; set; }
    public List<string>? EntryPoint { get; set; } = Initial.List<string>();
    public List<string>? Command { get; set; } = Initial.List<string>();
    public List<KeyValuePair>? Environment { get; set; } = Initial.List<KeyValuePair>();
    public List<EnvironmentFile>? EnvironmentFiles { get; set; } = Initial.List<EnvironmentFile>();
    public List<MountPoint>? MountPoints { get; set; } = Initial.List<MountPoint>();
    public List<VolumeFrom>? VolumesFrom { get; set; } = Initial.List<VolumeFrom>();
    public LinuxParameters? LinuxParameters { get; set; }
    public List<Secret>? Secrets { get; set; } = Initial.List<Secret>();
    public List<ContainerDependency>? DependsOn { get; set; } = Initial.List<ContainerDependency>();
    public int? StartTimeout { get; set; }
    public int? StopTimeout { get; set; }
    public VersionConsistency? VersionConsistency { get; set; }
    public string? Hostname { get; set; }
    public string? User { get; set; }
    public string? WorkingDirectory { get; set; }
    public bool? DisableNetworking { get; set; }
    public bool? Privileged { get; set; }
    public bool? ReadonlyRootFilesystem { get; set; }
    public List<string>? DnsServers { get; set; } = Initial.List<string>();
    public List<string>? DnsSearchDomains { get; set; } = Initial.List<string>();
    public List<HostEntry>? ExtraHosts { get; set; } = Initial.List<HostEntry>();
    public List<string>? DockerSecurityOptions { get; set; } = Initial.List<string>();
    public bool? Interactive { get; set; }
    public bool? PseudoTerminal { get; set; }
    public Dictionary<string, string>? DockerLabels { get; set; } = Initial.Dictionary<string, string>();
    public List<Ulimit>? Ulimits { get; set; } = Initial.List<Ulimit>();
    public LogConfiguration? LogConfiguration { get; set; }
    public HealthCheck? HealthCheck { get; set; }
    public List<SystemControl>? SystemControls { get; set; } = Initial.List<SystemControl>();
    public List<ResourceRequirement>? ResourceRequirements { get; set; } = Initial.List<ResourceRequirement>();
    public FirelensConfiguration? FirelensConfiguration { get; set; }
    public List<string>? CredentialSpecs { get; set; } = Initial.List<string>();
}

public class ContainerDependency
{
    public string? ContainerName { get; set; }
    public ContainerCondition? Condition { get; set; }
}

public class ContainerRestartPolicy
{
    public bool? Enabled { get; set; }
    public List<int>? IgnoredExitCodes { get; set; } = Initial.List<int>();
    public int? RestartAttemptPeriod { get; set; }
}

public class Device
{
    public string? HostPath { get; set; }
    public string? ContainerPath { get; set; }
    public List<string>? Permissions { get; set; } = Initial.List<string>();
}

public class EnvironmentFile
{
    public string? Value { get; set; }
    public EnvironmentFileType? Type { get; set; }
}

public class FirelensConfiguration
{
    public FirelensConfigurationType? Type { get; set; }
    public Dictionary<string, string>? Options { get; set; } = Initial.Dictionary<string, string>();
}

public class HealthCheck
{
    public List<string>? Command { get; set; } = Initial.List<string>();
    public int? Interval { get; set; }
    public int? Timeout { get; set; }
    public int? Retries { get; set; }
    public int? StartPeriod { get; set; }
}

public class HostEntry
{
    public string? Hostname { get; set; }
    public string? IpAddress { get; set; }
}

public class KernelCapabilities
{
    public List<string>? Add { get; set; } = Initial.List<string>();
    public List<string>? Drop { get; set; } = Initial.List<string>();
}

public class KeyValuePair
{
    public string? Name { get; set; }
    public string? Value { get; set; }
}

public class LinuxParameters
{
    public KernelCapabilities? Capabilities { get; set; }
    public List<Device>? Devices { get; set; } = Initial.List<Device>();
    public bool? InitProcessEnabled { get; set; }
    public int? SharedMemorySize { get; set; }
    public List<Tmpfs>? Tmpfs { get; set; } = Initial.List<Tmpfs>();
    public int? MaxSwap { get; set; }
    public int? Swappiness { get; set; }
}

public class LogConfiguration
{
    public LogDriver? LogDriver { get; set; }
    public Dictionary<string, string>? Options { get; set; } = Initial.Dictionary<string, string>();
    public List<Secret>? SecretOptions { get; set; } = Initial.List<Secret>();
}

public class MountPoint
{
    public string? SourceVolume { get; set; }
    public string? ContainerPath { get; set; }
    public bool? ReadOnly { get; set; }
}

public class PortMapping
{
    public int? ContainerPort { get; set; }
    public int? HostPort { get; set; }
    public TransportProtocol? Protocol { get; set; }
    public string? Name { get; set; }
    public ApplicationProtocol? AppProtocol { get; set; }
    public string? ContainerPortRange { get; set; }
}

public class RepositoryCredentials
{
    public string? CredentialsParameter { get; set; }
}

public class ResourceRequirement
{
    public string? Value { get; set; }
    public ResourceType? Type { get; set; }
}

public class Secret
{
    public string? Name { get; set; }
    public string? ValueFrom { get; set; }
}

public class SystemControl
{
    public string? Namespace { get; set; }
    public string? Value { get; set; }
}

public class Tmpfs
{
    public string? ContainerPath { get; set; }
    public int? Size { get; set; }
    public List<string>? MountOptions { get; set; } = Initial.List<string>();
}

public class Ulimit
{
    public UlimitName? Name { get; set; }
    public int? SoftLimit { get; set; }
    public int? HardLimit { get; set; }
}

public class VolumeFrom
{
    public string? SourceContainer { get; set; }
    public bool? ReadOnly { get; set; }
}
