using Amazon.Runtime;

namespace Amazon.RDS;

/// <summary>An error that Amazon RDS answered; its own errors derive from this one.</summary>
public class AmazonRDSException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
