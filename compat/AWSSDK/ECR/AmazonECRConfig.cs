using Amazon.Runtime;
using Amazon.Runtime.Compat;
using Amazon.Runtime.Endpoints;

namespace Amazon.ECR;

/// <summary>Settings of <see cref="AmazonECRClient"/>.</summary>
public class AmazonECRConfig : ClientConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "ECR",
        EndpointPrefix = "api.ecr",
        SigningName = "ecr",
        ApiVersion = "2015-09-21",
        TargetPrefix = "AmazonEC2ContainerRegistry_V20150921",
        Protocol = AwsProtocol.Json11,
        CamelCase = true,
        Error = typeof(AmazonECRException),
    };

    public AmazonECRConfig()
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
