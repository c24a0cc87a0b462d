using Amazon.Runtime;

namespace Amazon.ECS.Model;

public class DeregisterTaskDefinitionRequest : AmazonWebServiceRequest
{
    public string? TaskDefinition { get; set; }
}

public class DeregisterTaskDefinitionResponse : AmazonWebServiceResponse
{
    public TaskDefinition? TaskDefinition { get; set; }
}
