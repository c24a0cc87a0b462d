using Amazon.Runtime;
using Amazon.Runtime.Compat;
using Amazon.Runtime.Endpoints;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Settings of <see cref="AmazonElasticLoadBalancingV2Client"/>.</summary>
public class AmazonElasticLoadBalancingV2Config : ClientConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "Elastic Load Balancing v2",
        EndpointPrefix = "elasticloadbalancing",
        SigningName = "elasticloadbalancing",
        ApiVersion = "2015-12-01",
        TargetPrefix = "",
        Protocol = AwsProtocol.Query,
        CamelCase = false,
        Error = typeof(AmazonElasticLoadBalancingV2Exception),
    };

    public AmazonElasticLoadBalancingV2Config()
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
