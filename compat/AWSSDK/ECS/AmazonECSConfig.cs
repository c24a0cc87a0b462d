using Amazon.Runtime;
using Amazon.Runtime.Compat;
using Amazon.Runtime.Endpoints;

namespace Amazon.ECS;

/// <summary>Settings of <see cref="AmazonECSClient"/>.</summary>
public class AmazonECSConfig : ClientConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "ECS",
        EndpointPrefix = "ecs",
        SigningName = "ecs",
        ApiVersion = "2014-11-13",
        TargetPrefix = "AmazonEC2ContainerServiceV20141113",
        Protocol = AwsProtocol.Json11,
        CamelCase = true,
        Error = typeof(AmazonECSException),
    };

    public AmazonECSConfig()
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
