using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class CreateLoadBalancerRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
    public List<string>? Subnets { get; set; } = Initial.List<string>();
    public List<SubnetMapping>? SubnetMappings { get; set; } = Initial.List<SubnetMapping>();
    public List<string>? SecurityGroups { get; set; } = Initial.List<string>();
    public LoadBalancerSchemeEnum? Scheme { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public LoadBalancerTypeEnum? Type { get; set; }
    public IpAddressType? IpAddressType { get; set; }
    public string? CustomerOwnedIpv4Pool { get; set; }
    public EnablePrefixForIpv6SourceNatEnum? EnablePrefixForIpv6SourceNat { get; set; }
    public IpamPools? IpamPools { get; set; }
}

public class CreateLoadBalancerResponse : AmazonWebServiceResponse
{
    public List<LoadBalancer>? LoadBalancers { get; set; } = Initial.List<LoadBalancer>();
}
