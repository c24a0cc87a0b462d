using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.EC2.Model;

public class DescribeSubnetsRequest : AmazonWebServiceRequest
{
    [WireName("Filter")]
    public List<Filter>? Filters { get; set; } = Initial.List<Filter>();
    [WireName("SubnetId")]
    public List<string>? SubnetIds { get; set; } = Initial.List<string>();
    public string? NextToken { get; set; }
    public int? MaxResults { get; set; }
}

public class DescribeSubnetsResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }
    [WireName("subnetSet")]
    public List<Subnet>? Subnets { get; set; } = Initial.List<Subnet>();
}
