using Amazon.Runtime;

namespace Amazon.IdentityManagement;

/// <summary>An error that Identity and Access Management answered; its own errors derive from this one.</summary>
public class AmazonIdentityManagementServiceException(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
