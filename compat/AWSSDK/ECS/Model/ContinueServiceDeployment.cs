using Amazon.Runtime;

namespace Amazon.ECS.Model;

public class ContinueServiceDeploymentRequest : AmazonWebServiceRequest
{
    public string? ServiceDeploymentArn { get; set; }
    public string? HookId { get; set; }
    public DeploymentLifecycleHookAction? Action { get; set; }
}

public class ContinueServiceDeploymentResponse : AmazonWebServiceResponse
{
    public string? ServiceDeploymentArn { get; set; }
}
