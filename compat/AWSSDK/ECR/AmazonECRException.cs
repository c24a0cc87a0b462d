using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>An error that Elastic Container Registry answered; its own errors derive from this one.</summary>
public class AmazonECRException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
