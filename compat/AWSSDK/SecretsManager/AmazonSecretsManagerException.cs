using Amazon.Runtime;

namespace Amazon.SecretsManager;

/// <summary>An error that Secrets Manager answered; its own errors derive from this one.</summary>
public class AmazonSecretsManagerException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
