using Amazon.Runtime;

namespace Amazon.CodePipeline;

/// <summary>An error that CodePipeline answered; its own errors derive from this one.</summary>
public class AmazonCodePipelineException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
