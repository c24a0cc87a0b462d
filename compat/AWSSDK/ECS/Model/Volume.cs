using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class Volume
{
    public string? Name { get; set; }
    public HostVolumeProperties? Host { get; set; }
    public DockerVolumeConfiguration? DockerVolumeConfiguration { get; set; }
    public EFSVolumeConfiguration? EfsVolumeConfiguration { get; set; }
    public S3FilesVolumeConfiguration? S3filesVolumeConfiguration { get; set; }
    public FSxWindowsFileServerVolumeConfiguration? FsxWindowsFileServerVolumeConfiguration { get; set; }
    public bool? ConfiguredAtLaunch { get; set; }
}

public class DockerVolumeConfiguration
{
    public Scope? Scope { get; set; }
    public bool? Autoprovision { get; set; }
    public string? Driver { get; set; }
    public Dictionary<string, string>? DriverOpts { get; set; } = Initial.Dictionary<string, string>();
    public Dictionary<string, string>? Labels { get; set; } = Initial.Dictionary<string, string>();
}

public class EFSAuthorizationConfig
{
    public string? AccessPointId { get; set; }
    public EFSAuthorizationConfigIAM? Iam { get; set; }
}

public class EFSVolumeConfiguration
{
    public string? FileSystemId { get; set; }
    public string? RootDirectory { get; set; }
    public EFSTransitEncryption? TransitEncryption { get; set; }
    public int? TransitEncryptionPort { get; set; }
    public EFSAuthorizationConfig? AuthorizationConfig { get; set; }
}

public class FSxWindowsFileServerAuthorizationConfig
{
    public string? CredentialsParameter { get; set; }
    public string? Domain { get; set; }
}

public class FSxWindowsFileServerVolumeConfiguration
{
    public string? FileSystemId { get; set; }
    public string? RootDirectory { get; set; }
    public FSxWindowsFileServerAuthorizationConfig? AuthorizationConfig { get; set; }
}

public class HostVolumeProperties
{
    public string? SourcePath { get; set; }
}

public class S3FilesVolumeConfiguration
{
    public string? FileSystemArn { get; set; }
    public string? RootDirectory { get; set; }
    public int? TransitEncryptionPort { get; set; }
    public string? AccessPointArn { get; set; }
}
