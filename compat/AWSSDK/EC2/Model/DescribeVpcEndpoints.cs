using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.EC2.Model;

public class DescribeVpcEndpointsRequest : AmazonWebServiceRequest
{
    [WireName("VpcEndpointId")]
    public List<string>? VpcEndpointIds { get; set; } = Initial.List<string>();
    [WireName("Filter")]
    public List<Filter>? Filters { get; set; } = Initial.List<Filter>();
    public int? MaxResults { get; set; }
    public string? NextToken { get; set; }
}

public class DescribeVpcEndpointsResponse : AmazonWebServiceResponse
{
    [WireName("vpcEndpointSet")]
    public List<VpcEndpoint>? VpcEndpoints { get; set; } = Initial.List<VpcEndpoint>();
    public string? NextToken { get; set; }
}
