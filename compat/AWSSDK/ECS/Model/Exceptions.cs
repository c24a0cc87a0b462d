using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class AccessDeniedException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class BlockedException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class ClientException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class ClusterNotFoundException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class ConflictException(string message, Exception? innerException = null) : AmazonECSException(message, innerException)
{
    public List<string>? ResourceIds { get; set; } = Initial.List<string>();
}

public class InvalidParameterException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class LimitExceededException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class NamespaceNotFoundException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class PlatformTaskDefinitionIncompatibilityException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class PlatformUnknownException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class ServerException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class ServiceDeploymentNotFoundException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class ServiceNotActiveException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class ServiceNotFoundException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);

public class UnsupportedFeatureException(string message, Exception? innerException = null) : AmazonECSException(message, innerException);
