using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class DescribeTaskDefinitionRequest : AmazonWebServiceRequest
{
    public string? TaskDefinition { get; set; }
    public List<string>? Include { get; set; } = Initial.List<string>();
}

public class DescribeTaskDefinitionResponse : AmazonWebServiceResponse
{
    public TaskDefinition? TaskDefinition { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
}
