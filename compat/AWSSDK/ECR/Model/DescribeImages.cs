using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class DescribeImagesRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public List<ImageIdentifier>? ImageIds { get; set; } = Initial.List<ImageIdentifier>();
    public string? NextToken { get; set; }
    public int? MaxResults { get; set; }
    public DescribeImagesFilter? Filter { get; set; }
}

public class DescribeImagesResponse : AmazonWebServiceResponse
{
    public List<ImageDetail>? ImageDetails { get; set; } = Initial.List<ImageDetail>();
    public string? NextToken { get; set; }
}
