using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class BatchGetImageRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public List<ImageIdentifier>? ImageIds { get; set; } = Initial.List<ImageIdentifier>();
    public List<string>? AcceptedMediaTypes { get; set; } = Initial.List<string>();
}

public class BatchGetImageResponse : AmazonWebServiceResponse
{
    public List<Image>? Images { get; set; } = Initial.List<Image>();
    public List<ImageFailure>? Failures { get; set; } = Initial.List<ImageFailure>();
}
