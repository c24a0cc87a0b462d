using Amazon.Runtime.Compat;

namespace Amazon.CloudWatchLogs;

/// <summary>Settings of <see cref="AmazonCloudWatchLogsClient"/>.</summary>
public class AmazonCloudWatchLogsConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "CloudWatch Logs",
        EndpointPrefix = "logs",
        SigningName = "logs",
        ApiVersion = "2014-03-28",
        TargetPrefix = "Logs_20140328",
        Protocol = AwsProtocol.Json11,
        CamelCase = true,
        Error = typeof(AmazonCloudWatchLogsException),
    };

    public AmazonCloudWatchLogsConfig()
        : base(Service)
    {
    }
}
