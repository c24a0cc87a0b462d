using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.SecretsManager.Model;

public class CreateSecretRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
    [IdempotencyToken]
    public string? ClientRequestToken { get; set; }
    public string? Description { get; set; }
    public string? KmsKeyId { get; set; }
    public MemoryStream? SecretBinary { get; set; }
    public string? SecretString { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public List<ReplicaRegionType>? AddReplicaRegions { get; set; } = Initial.List<ReplicaRegionType>();
    public bool? ForceOverwriteReplicaSecret { get; set; }
    public string? Type { get; set; }
}

public class CreateSecretResponse : AmazonWebServiceResponse
{
    public string? ARN { get; set; }
    public string? Name { get; set; }
    public string? VersionId { get; set; }
    public List<ReplicationStatusType>? ReplicationStatus { get; set; } = Initial.List<ReplicationStatusType>();
}
