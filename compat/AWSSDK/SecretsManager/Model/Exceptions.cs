namespace Amazon.SecretsManager.Model;

public class DecryptionFailureException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class EncryptionFailureException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class InternalServiceErrorException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class InvalidNextTokenException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class InvalidParameterException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class InvalidRequestException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class LimitExceededException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class MalformedPolicyDocumentException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class PreconditionNotMetException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class ResourceExistsException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);

public class ResourceNotFoundException(string message, Exception? innerException = null) : AmazonSecretsManagerException(message, innerException);
