using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class ServiceConnectConfiguration
{
    public bool? Enabled { get; set; }
    public string? Namespace { get; set; }
    public List<ServiceConnectService>? Services { get; set; } = Initial.List<ServiceConnectService>();
    public LogConfiguration? LogConfiguration { get; set; }
    public ServiceConnectAccessLogConfiguration? AccessLogConfiguration { get; set; }
}

public class ServiceConnectAccessLogConfiguration
{
    public ServiceConnectAccessLoggingFormat? Format { get; set; }
    public ServiceConnectIncludeQueryParameters? IncludeQueryParameters { get; set; }
}

public class ServiceConnectClientAlias
{
    public int? Port { get; set; }
    public string? DnsName { get; set; }
    public ServiceConnectTestTrafficRules? TestTrafficRules { get; set; }
}

public class ServiceConnectService
{
    public string? PortName { get; set; }
    public string? DiscoveryName { get; set; }
    public List<ServiceConnectClientAlias>? ClientAliases { get; set; } = Initial.List<ServiceConnectClientAlias>();
    public int? IngressPortOverride { get; set; }
    public TimeoutConfiguration? Timeout { get; set; }
    public ServiceConnectTlsConfiguration? Tls { get; set; }
}

public class ServiceConnectTestTrafficHeaderMatchRules
{
    public string? Exact { get; set; }
}

public class ServiceConnectTestTrafficHeaderRules
{
    public string? Name { get; set; }
    public ServiceConnectTestTrafficHeaderMatchRules? Value { get; set; }
}

public class ServiceConnectTestTrafficRules
{
    public ServiceConnectTestTrafficHeaderRules? Header { get; set; }
}

public class ServiceConnectTlsCertificateAuthority
{
    public string? AwsPcaAuthorityArn { get; set; }
}

public class ServiceConnectTlsConfiguration
{
    public ServiceConnectTlsCertificateAuthority? IssuerCertificateAuthority { get; set; }
    public string? KmsKey { get; set; }
    public string? RoleArn { get; set; }
}

public class TimeoutConfiguration
{
    public int? IdleTimeoutSeconds { get; set; }
    public int? PerRequestTimeoutSeconds { get; set; }
}
