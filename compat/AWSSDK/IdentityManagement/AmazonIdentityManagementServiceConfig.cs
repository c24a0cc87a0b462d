using Amazon.Runtime.Compat;

namespace Amazon.IdentityManagement;

/// <summary>Settings of <see cref="AmazonIdentityManagementServiceClient"/>.</summary>
public class AmazonIdentityManagementServiceConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "IAM",
        EndpointPrefix = "iam",
        SigningName = "iam",
        ApiVersion = "2010-05-08",
        Protocol = AwsProtocol.Query,
        Global =
        [
            new("aws", "iam.amazonaws.com", "us-east-1"),
            new("aws-cn", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            new("aws-us-gov", "iam.us-gov.amazonaws.com", "us-gov-west-1"),
        ],
        Error = typeof(AmazonIdentityManagementServiceException),
    };

    public AmazonIdentityManagementServiceConfig()
        : base(Service)
    {
    }
}
