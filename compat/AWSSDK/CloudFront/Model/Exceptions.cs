namespace Amazon.CloudFront.Model;

public class AccessDeniedException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class BatchTooLargeException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class CNAMEAlreadyExistsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class ContinuousDeploymentPolicyInUseException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class DistributionAlreadyExistsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class EntityLimitExceededException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class EntityNotFoundException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class FunctionAlreadyExistsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class FunctionSizeLimitExceededException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class IllegalFieldLevelEncryptionConfigAssociationWithCacheBehaviorException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class IllegalOriginAccessConfigurationException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class IllegalUpdateException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InconsistentQuantitiesException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidArgumentException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidDefaultRootObjectException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidDomainNameForOriginAccessControlException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidErrorCodeException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidForwardCookiesException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidFunctionAssociationException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidGeoRestrictionParameterException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidHeadersForS3OriginException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidIfMatchVersionException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidLambdaFunctionAssociationException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidLocationCodeException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidMinimumProtocolVersionException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidOriginException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidOriginAccessControlException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidOriginAccessIdentityException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidOriginKeepaliveTimeoutException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidOriginReadTimeoutException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidProtocolSettingsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidQueryStringParametersException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidRelativePathException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidRequiredProtocolException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidResponseCodeException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidTTLOrderException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidViewerCertificateException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class InvalidWebACLIdException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class MissingBodyException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchCachePolicyException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchContinuousDeploymentPolicyException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchDistributionException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchFieldLevelEncryptionConfigException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchFunctionExistsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchInvalidationException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchOriginException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchOriginRequestPolicyException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchRealtimeLogConfigException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class NoSuchResponseHeadersPolicyException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class OriginAccessControlAlreadyExistsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class PreconditionFailedException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class RealtimeLogConfigOwnerMismatchException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class StagingDistributionInUseException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyCacheBehaviorsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyCertificatesException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyCookieNamesInWhiteListException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionCNAMEsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsAssociatedToCachePolicyException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsAssociatedToFieldLevelEncryptionConfigException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsAssociatedToKeyGroupException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsAssociatedToOriginAccessControlException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsAssociatedToOriginRequestPolicyException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsAssociatedToResponseHeadersPolicyException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsWithFunctionAssociationsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsWithLambdaAssociationsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyDistributionsWithSingleFunctionARNException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyFunctionAssociationsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyFunctionsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyHeadersInForwardedValuesException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyInvalidationsInProgressException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyKeyGroupsAssociatedToDistributionException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyLambdaFunctionAssociationsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyOriginAccessControlsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyOriginCustomHeadersException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyOriginGroupsPerDistributionException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyOriginsException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyQueryStringParametersException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TooManyTrustedSignersException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TrustedKeyGroupDoesNotExistException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class TrustedSignerDoesNotExistException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);

public class UnsupportedOperationException(string message, Exception? innerException = null) : AmazonCloudFrontException(message, innerException);
