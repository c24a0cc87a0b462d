using Amazon.Runtime.Compat;

namespace Amazon.SecretsManager.Model;

[ErrorCode("InternalServiceError")]
public class InternalServiceErrorException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class InvalidParameterException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class ResourceNotFoundException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);
