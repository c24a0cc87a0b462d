using Amazon.Runtime.Compat;

namespace Amazon.CloudWatch.Model;

[ErrorCode("InvalidNextToken")]
public class InvalidNextTokenException(string message, Exception? innerException = null) : AmazonCloudWatchException(message, innerException);
