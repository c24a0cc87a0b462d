using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>An error that CloudWatch answered; its own errors derive from this one.</summary>
public class AmazonCloudWatchException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
