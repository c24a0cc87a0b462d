using Amazon.Runtime;

namespace Amazon.ECS.Model;

public class StopServiceDeploymentRequest : AmazonWebServiceRequest
{
    public string? ServiceDeploymentArn { get; set; }
    public StopServiceDeploymentStopType? StopType { get; set; }
}

public class StopServiceDeploymentResponse : AmazonWebServiceResponse
{
    public string? ServiceDeploymentArn { get; set; }
}
