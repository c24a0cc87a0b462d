using Amazon.Runtime;

namespace Amazon.CloudFront;

/// <summary>An error that CloudFront answered; its own errors derive from this one.</summary>
public class AmazonCloudFrontException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
