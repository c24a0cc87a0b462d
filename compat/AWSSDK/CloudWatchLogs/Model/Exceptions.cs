namespace Amazon.CloudWatchLogs.Model;

public class InvalidParameterException(string message, Exception? innerException = null) : AmazonCloudWatchLogsException(message, innerException);

public class LimitExceededException(string message, Exception? innerException = null) : AmazonCloudWatchLogsException(message, innerException);

public class OperationAbortedException(string message, Exception? innerException = null) : AmazonCloudWatchLogsException(message, innerException);

public class ResourceAlreadyExistsException(string message, Exception? innerException = null) : AmazonCloudWatchLogsException(message, innerException);

public class ResourceNotFoundException(string message, Exception? innerException = null) : AmazonCloudWatchLogsException(message, innerException);

public class ServiceUnavailableException(string message, Exception? innerException = null) : AmazonCloudWatchLogsException(message, innerException);
