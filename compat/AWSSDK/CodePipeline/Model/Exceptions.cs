namespace Amazon.CodePipeline.Model;

public class InvalidNextTokenException(string message, Exception? innerException = null) : AmazonCodePipelineException(message, innerException);

public class PipelineExecutionNotFoundException(string message, Exception? innerException = null) : AmazonCodePipelineException(message, innerException);

public class PipelineNotFoundException(string message, Exception? innerException = null) : AmazonCodePipelineException(message, innerException);

public class ValidationException(string message, Exception? innerException = null) : AmazonCodePipelineException(message, innerException);
