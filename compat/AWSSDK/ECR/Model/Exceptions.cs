namespace Amazon.ECR.Model;

public class ImageAlreadyExistsException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class ImageDigestDoesNotMatchException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class ImageNotFoundException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class ImageTagAlreadyExistsException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class InvalidParameterException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class InvalidTagParameterException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class KmsException(string message, Exception? innerException = null) : AmazonECRException(message, innerException)
{
    public string? KmsError { get; set; }
}

public class LayersNotFoundException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class LifecyclePolicyNotFoundException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class LimitExceededException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class ReferencedImagesNotFoundException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class RepositoryAlreadyExistsException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class RepositoryNotFoundException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class RepositoryPolicyNotFoundException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class ServerException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class TooManyTagsException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class UnableToGetUpstreamImageException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);

public class ValidationException(string message, Exception? innerException = null) : AmazonECRException(message, innerException);
