using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.SecretsManager.Model;

public class ListSecretsRequest : AmazonWebServiceRequest
{
    public bool? IncludePlannedDeletion { get; set; }
    public int? MaxResults { get; set; }
    public string? NextToken { get; set; }
    public List<Filter>? Filters { get; set; } = Initial.List<Filter>();
    public SortOrderType? SortOrder { get; set; }
    public SortByType? SortBy { get; set; }
}

public class ListSecretsResponse : AmazonWebServiceResponse
{
    public List<SecretListEntry>? SecretList { get; set; } = Initial.List<SecretListEntry>();
    public string? NextToken { get; set; }
}

public class Filter
{
    public FilterNameStringType? Key { get; set; }
    public List<string>? Values { get; set; } = Initial.List<string>();
}

public class SecretListEntry
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
    public Dictionary<string, List<string>>? SecretVersionsToStages { get; set; } = Initial.Dictionary<string, List<string>>();
    public string? OwningService { get; set; }
    public DateTime? CreatedDate { get; set; }
    public string? PrimaryRegion { get; set; }
}
