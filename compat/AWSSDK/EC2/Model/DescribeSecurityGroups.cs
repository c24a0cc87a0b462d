using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.EC2.Model;

public class DescribeSecurityGroupsRequest : AmazonWebServiceRequest
{
    [WireName("GroupId")]
    public List<string>? GroupIds { get; set; } = Initial.List<string>();
    [WireName("GroupName")]
    public List<string>? GroupNames { get; set; } = Initial.List<string>();
    public string? NextToken { get; set; }
    public int? MaxResults { get; set; }
    [WireName("Filter")]
    public List<Filter>? Filters { get; set; } = Initial.List<Filter>();
}

public class DescribeSecurityGroupsResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }
    [WireName("securityGroupInfo")]
    public List<SecurityGroup>? SecurityGroups { get; set; } = Initial.List<SecurityGroup>();
}
