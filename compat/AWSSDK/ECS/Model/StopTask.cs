using Amazon.Runtime;

namespace Amazon.ECS.Model;

public class StopTaskRequest : AmazonWebServiceRequest
{
    public string? Cluster { get; set; }
    public string? Task { get; set; }
    public string? Reason { get; set; }
}

public class StopTaskResponse : AmazonWebServiceResponse
{
    public Task? Task { get; set; }
}
