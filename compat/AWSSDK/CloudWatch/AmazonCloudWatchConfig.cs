using Amazon.Runtime.Compat;

namespace Amazon.CloudWatch;

/// <summary>Settings of <see cref="AmazonCloudWatchClient"/>.</summary>
public class AmazonCloudWatchConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "CloudWatch",
        EndpointPrefix = "monitoring",
        SigningName = "monitoring",
        ApiVersion = "2010-08-01",
        TargetPrefix = "GraniteServiceVersion20100801",
        Protocol = AwsProtocol.Json10,
        CamelCase = false,
        Error = typeof(AmazonCloudWatchException),
    };

    public AmazonCloudWatchConfig()
        : base(Service)
    {
    }
}
