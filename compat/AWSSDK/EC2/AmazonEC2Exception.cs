using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>An error that Elastic Compute Cloud answered; its own errors derive from this one.</summary>
public class AmazonEC2Exception(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
