using Amazon.Runtime.Compat;

namespace Amazon.ECR;

/// <summary>Settings of <see cref="AmazonECRClient"/>.</summary>
public class AmazonECRConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "ECR",
        EndpointPrefix = "api.ecr",
        SigningName = "ecr",
        ApiVersion = "2015-09-21",
        TargetPrefix = "AmazonEC2ContainerRegistry_V20150921",
        Protocol = AwsProtocol.Json11,
        CamelCase = true,
        Error = typeof(AmazonECRException),
    };

    public AmazonECRConfig()
        : base(Service)
    {
    }
}
