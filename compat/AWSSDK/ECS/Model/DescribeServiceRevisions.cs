using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class DescribeServiceRevisionsRequest : AmazonWebServiceRequest
{
    public List<string>? ServiceRevisionArns { get; set; } = Initial.List<string>();
}

public class DescribeServiceRevisionsResponse : AmazonWebServiceResponse
{
    public List<ServiceRevision>? ServiceRevisions { get; set; } = Initial.List<ServiceRevision>();
    public List<Failure>? Failures { get; set; } = Initial.List<Failure>();
}
