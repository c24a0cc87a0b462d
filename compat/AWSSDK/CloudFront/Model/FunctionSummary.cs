using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class FunctionSummary
{
    public string? Name { get; set; }
    public string? Status { get; set; }
    public FunctionConfig? FunctionConfig { get; set; }
    public FunctionMetadata? FunctionMetadata { get; set; }
}

public class FunctionConfig
{
    public string? Comment { get; set; }
    public FunctionRuntime? Runtime { get; set; }
    public KeyValueStoreAssociations? KeyValueStoreAssociations { get; set; }
}

public class FunctionMetadata
{
    public string? FunctionARN { get; set; }
    public FunctionStage? Stage { get; set; }
    public DateTime? CreatedTime { get; set; }
    public DateTime? LastModifiedTime { get; set; }
}

public class KeyValueStoreAssociation
{
    public string? KeyValueStoreARN { get; set; }
}

public class KeyValueStoreAssociations
{
    public int? Quantity { get; set; }
    [ItemName("KeyValueStoreAssociation")]
    public List<KeyValueStoreAssociation>? Items { get; set; } = Initial.List<KeyValueStoreAssociation>();
}
