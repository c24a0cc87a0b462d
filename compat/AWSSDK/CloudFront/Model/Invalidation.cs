using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class Invalidation
{
    public string? Id { get; set; }
    public string? Status { get; set; }
    public DateTime? CreateTime { get; set; }
    public InvalidationBatch? InvalidationBatch { get; set; }
}

public class InvalidationBatch
{
    public Paths? Paths { get; set; }
    public string? CallerReference { get; set; }
}

public class Paths
{
    public int? Quantity { get; set; }
    [ItemName("Path")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}
