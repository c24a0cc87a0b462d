using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class Distribution
{
    public string? Id { get; set; }
    public string? ARN { get; set; }
    public string? Status { get; set; }
    public DateTime? LastModifiedTime { get; set; }
    public int? InProgressInvalidationBatches { get; set; }
    public string? DomainName { get; set; }
    public ActiveTrustedSigners? ActiveTrustedSigners { get; set; }
    public ActiveTrustedKeyGroups? ActiveTrustedKeyGroups { get; set; }
    public DistributionConfig? DistributionConfig { get; set; }
    [ItemName("AliasICPRecordal")]
    public List<AliasICPRecordal>? AliasICPRecordals { get; set; } = Initial.List<AliasICPRecordal>();
}

public class ActiveTrustedKeyGroups
{
    public bool? Enabled { get; set; }
    public int? Quantity { get; set; }
    [ItemName("KeyGroup")]
    public List<KGKeyPairIds>? Items { get; set; } = Initial.List<KGKeyPairIds>();
}

public class ActiveTrustedSigners
{
    public bool? Enabled { get; set; }
    public int? Quantity { get; set; }
    [ItemName("Signer")]
    public List<Signer>? Items { get; set; } = Initial.List<Signer>();
}

public class AliasICPRecordal
{
    public string? CNAME { get; set; }
    public ICPRecordalStatus? ICPRecordalStatus { get; set; }
}

public class KGKeyPairIds
{
    public string? KeyGroupId { get; set; }
    public KeyPairIds? KeyPairIds { get; set; }
}

public class KeyPairIds
{
    public int? Quantity { get; set; }
    [ItemName("KeyPairId")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class Signer
{
    public string? AwsAccountNumber { get; set; }
    public KeyPairIds? KeyPairIds { get; set; }
}
