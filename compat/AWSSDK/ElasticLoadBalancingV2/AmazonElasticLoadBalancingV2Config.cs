using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Settings of <see cref="AmazonElasticLoadBalancingV2Client"/>.</summary>
public class AmazonElasticLoadBalancingV2Config : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "Elastic Load Balancing v2",
        EndpointPrefix = "elasticloadbalancing",
        SigningName = "elasticloadbalancing",
        ApiVersion = "2015-12-01",
        Protocol = AwsProtocol.Query,
        Error = typeof(AmazonElasticLoadBalancingV2Exception),
    };

    public AmazonElasticLoadBalancingV2Config()
        : base(Service)
    {
    }
}
