using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.SecretsManager.Model;

public class DescribeSecretRequest : AmazonWebServiceRequest
{
    public string? SecretId { get; set; }
}

public class DescribeSecretResponse : AmazonWebServiceResponse
{
    public string? ARN { get; set; }
    public string? Name { get; set; }
    public string? Type { get; set; }
    public string? Description { get; set; }
    public string? KmsKeyId { get; set; }
    public bool? RotationEnabled { get; set; }
    public string? RotationLambdaARN { get; set; }
    public RotationRulesType? RotationRules { get; set; }
    public List<ExternalSecretRotationMetadataItem>? ExternalSecretRotationMetadata { get; set; } = Initial.List<ExternalSecretRotationMetadataItem>();
    public string? ExternalSecretRotationRoleArn { get; set; }
    public DateTime? LastRotatedDate { get; set; }
    public DateTime? LastChangedDate { get; set; }
    public DateTime? LastAccessedDate { get; set; }
    public DateTime? DeletedDate { get; set; }
    public DateTime? NextRotationDate { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public Dictionary<string, List<string>>? VersionIdsToStages { get; set; } = Initial.Dictionary<string, List<string>>();
    public string? OwningService { get; set; }
    public DateTime? CreatedDate { get; set; }
    public string? PrimaryRegion { get; set; }
    public List<ReplicationStatusType>? ReplicationStatus { get; set; } = Initial.List<ReplicationStatusType>();
}
