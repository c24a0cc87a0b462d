using Amazon.Runtime;

namespace Amazon.ECR.Model;

public class PutImageScanningConfigurationRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public ImageScanningConfiguration? ImageScanningConfiguration { get; set; }
}

public class PutImageScanningConfigurationResponse : AmazonWebServiceResponse
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public ImageScanningConfiguration? ImageScanningConfiguration { get; set; }
}
