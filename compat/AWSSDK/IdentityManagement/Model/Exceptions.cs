namespace Amazon.IdentityManagement.Model;

public class InvalidInputException(string message, Exception? innerException = null) : AmazonIdentityManagementServiceException(message, innerException);

public class NoSuchEntityException(string message, Exception? innerException = null) : AmazonIdentityManagementServiceException(message, innerException);

public class PolicyEvaluationException(string message, Exception? innerException = null) : AmazonIdentityManagementServiceException(message, innerException);

public class ServiceFailureException(string message, Exception? innerException = null) : AmazonIdentityManagementServiceException(message, innerException);
