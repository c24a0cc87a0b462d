using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class Tag
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}

public class Tags
{
    [ItemName("Tag")]
    public List<Tag>? Items { get; set; } = Initial.List<Tag>();
}
