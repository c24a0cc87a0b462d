using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class DescribeTasksRequest : AmazonWebServiceRequest
{
    public string? Cluster { get; set; }
    public List<string>? Tasks { get; set; } = Initial.List<string>();
    public List<string>? Include { get; set; } = Initial.List<string>();
}

public class DescribeTasksResponse : AmazonWebServiceResponse
{
    public List<Task>? Tasks { get; set; } = Initial.List<Task>();
    public List<Failure>? Failures { get; set; } = Initial.List<Failure>();
}
