using Amazon.Runtime;
using Amazon.Runtime.Compat;
using Amazon.Runtime.Endpoints;

namespace Amazon.CloudWatch;

/// <summary>Settings of <see cref="AmazonCloudWatchClient"/>.</summary>
public class AmazonCloudWatchConfig : ClientConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "CloudWatch",
        EndpointPrefix = "monitoring",
        SigningName = "monitoring",
        ApiVersion = "2010-08-01",
        TargetPrefix = "GraniteServiceVersion20100801",
        Protocol = AwsProtocol.Json10,
        CamelCase = false,
        Error = typeof(AmazonCloudWatchException),
    };

    public AmazonCloudWatchConfig()
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
