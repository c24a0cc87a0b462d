namespace Amazon.CloudWatch.Model;

public class InvalidNextTokenException(string message, Exception? innerException = null) : AmazonCloudWatchException(message, innerException);
