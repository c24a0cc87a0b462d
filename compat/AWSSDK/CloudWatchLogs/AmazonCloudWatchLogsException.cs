using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>An error that CloudWatch Logs answered; its own errors derive from this one.</summary>
public class AmazonCloudWatchLogsException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
