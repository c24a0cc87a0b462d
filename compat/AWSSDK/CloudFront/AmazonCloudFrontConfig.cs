using Amazon.Runtime.Compat;

namespace Amazon.CloudFront;

/// <summary>Settings of <see cref="AmazonCloudFrontClient"/>.</summary>
public class AmazonCloudFrontConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "CloudFront",
        EndpointPrefix = "cloudfront",
        SigningName = "cloudfront",
        ApiVersion = "2020-05-31",
        Protocol = AwsProtocol.RestXml,
        XmlNamespace = "http://cloudfront.amazonaws.com/doc/2020-05-31/",
        Global =
        [
            new("aws", "cloudfront.amazonaws.com", "us-east-1"),
            new("aws-cn", "cloudfront.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
        ],
        Error = typeof(AmazonCloudFrontException),
    };

    public AmazonCloudFrontConfig()
        : base(Service)
    {
    }
}
