using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class AuthorizationData
{
    public string? AuthorizationToken { get; set; }
    public DateTime? ExpiresAt { get; set; }
    public string? ProxyEndpoint { get; set; }
}

public class DescribeImagesFilter
{
    public TagStatus? TagStatus { get; set; }
    public ImageStatusFilter? ImageStatus { get; set; }
}

public class ImageFailure
{
    public ImageIdentifier? ImageId { get; set; }
    public ImageFailureCode? FailureCode { get; set; }
    public string? FailureReason { get; set; }
}

public class Tag
{
    [WireName("Key")]
    public string? Key { get; set; }
    [WireName("Value")]
    public string? Value { get; set; }
}
