using Amazon.Runtime;
using Amazon.Runtime.Compat;
using Amazon.Runtime.Endpoints;

namespace Amazon.CloudWatchLogs;

/// <summary>Settings of <see cref="AmazonCloudWatchLogsClient"/>.</summary>
public class AmazonCloudWatchLogsConfig : ClientConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "CloudWatch Logs",
        EndpointPrefix = "logs",
        SigningName = "logs",
        ApiVersion = "2014-03-28",
        TargetPrefix = "Logs_20140328",
        Protocol = AwsProtocol.Json11,
        CamelCase = true,
        Error = typeof(AmazonCloudWatchLogsException),
    };

    public AmazonCloudWatchLogsConfig()
        : base(ClientDefaults.Provider)
    {
        ServiceId = Service.ServiceId;
        AuthenticationServiceName = Service.SigningName;
        EndpointProvider = Service;
    }

    public override string RegionEndpointServiceName => Service.EndpointPrefix;

    public override string ServiceVersion => Service.ApiVersion;

    public override string UserAgent => ClientDefaults.UserAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        Service.ResolveEndpoint(AwsService.ParametersFor(this, parameters.AlternateEndpoint));
}
