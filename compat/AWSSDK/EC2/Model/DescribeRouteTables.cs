using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.EC2.Model;

public class DescribeRouteTablesRequest : AmazonWebServiceRequest
{
    public string? NextToken { get; set; }
    public int? MaxResults { get; set; }
    [WireName("RouteTableId")]
    public List<string>? RouteTableIds { get; set; } = Initial.List<string>();
    [WireName("Filter")]
    public List<Filter>? Filters { get; set; } = Initial.List<Filter>();
}

public class DescribeRouteTablesResponse : AmazonWebServiceResponse
{
    [WireName("routeTableSet")]
    public List<RouteTable>? RouteTables { get; set; } = Initial.List<RouteTable>();
    public string? NextToken { get; set; }
}
