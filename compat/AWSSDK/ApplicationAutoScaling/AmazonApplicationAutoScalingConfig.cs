using Amazon.Runtime.Compat;

namespace Amazon.ApplicationAutoScaling;

/// <summary>Settings of <see cref="AmazonApplicationAutoScalingClient"/>.</summary>
public class AmazonApplicationAutoScalingConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "Application Auto Scaling",
        EndpointPrefix = "application-autoscaling",
        SigningName = "application-autoscaling",
        ApiVersion = "2016-02-06",
        TargetPrefix = "AnyScaleFrontendService",
        Protocol = AwsProtocol.Json11,
        CamelCase = false,
        Error = typeof(AmazonApplicationAutoScalingException),
    };

    public AmazonApplicationAutoScalingConfig()
        : base(Service)
    {
    }
}
