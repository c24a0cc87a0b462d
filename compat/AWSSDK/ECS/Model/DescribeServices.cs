using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class DescribeServicesRequest : AmazonWebServiceRequest
{
    public string? Cluster { get; set; }
    public List<string>? Services { get; set; } = Initial.List<string>();
    public List<string>? Include { get; set; } = Initial.List<string>();
}

public class DescribeServicesResponse : AmazonWebServiceResponse
{
    public List<Service>? Services { get; set; } = Initial.List<Service>();
    public List<Failure>? Failures { get; set; } = Initial.List<Failure>();
}
