namespace Amazon.ApplicationAutoScaling.Model;

public class ConcurrentUpdateException(string message, Exception? innerException = null) : AmazonApplicationAutoScalingException(message, innerException);

public class FailedResourceAccessException(string message, Exception? innerException = null) : AmazonApplicationAutoScalingException(message, innerException);

public class InternalServiceException(string message, Exception? innerException = null) : AmazonApplicationAutoScalingException(message, innerException);

public class InvalidNextTokenException(string message, Exception? innerException = null) : AmazonApplicationAutoScalingException(message, innerException);

public class ValidationException(string message, Exception? innerException = null) : AmazonApplicationAutoScalingException(message, innerException);
