using Amazon.Runtime;

namespace Amazon.ApplicationAutoScaling;

/// <summary>An error that Application Auto Scaling answered; its own errors derive from this one.</summary>
public class AmazonApplicationAutoScalingException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
