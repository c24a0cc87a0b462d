using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>An error that Elastic Container Service answered; its own errors derive from this one.</summary>
public class AmazonECSException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
