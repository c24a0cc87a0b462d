using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.SecretsManager.Model;

public class GetSecretValueRequest : AmazonWebServiceRequest
{
    public string? SecretId { get; set; }
    public string? VersionId { get; set; }
    public string? VersionStage { get; set; }
}

public class GetSecretValueResponse : AmazonWebServiceResponse
{
    public string? ARN { get; set; }
    public string? Name { get; set; }
    public string? VersionId { get; set; }
    public MemoryStream? SecretBinary { get; set; }
    public string? SecretString { get; set; }
    public List<string>? VersionStages { get; set; } = Initial.List<string>();
    public DateTime? CreatedDate { get; set; }
}
