using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class InvalidationList
{
    public string? Marker { get; set; }
    public string? NextMarker { get; set; }
    public int? MaxItems { get; set; }
    public bool? IsTruncated { get; set; }
    public int? Quantity { get; set; }
    [ItemName("InvalidationSummary")]
    public List<InvalidationSummary>? Items { get; set; } = Initial.List<InvalidationSummary>();
}

public class InvalidationSummary
{
    public string? Id { get; set; }
    public DateTime? CreateTime { get; set; }
    public string? Status { get; set; }
}
