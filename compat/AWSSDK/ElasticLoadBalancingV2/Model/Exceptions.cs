using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

[ErrorCode("ALPNPolicyNotFound")]
public class ALPNPolicyNotSupportedException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class AllocationIdNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class AvailabilityZoneNotSupportedException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class CertificateNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class DuplicateListenerException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class DuplicateLoadBalancerNameException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class DuplicateTagKeysException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class DuplicateTargetGroupNameException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class HealthUnavailableException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class IncompatibleProtocolsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class InvalidConfigurationRequestException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class InvalidLoadBalancerActionException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class InvalidSchemeException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class InvalidSecurityGroupException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class InvalidSubnetException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class InvalidTargetException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class ListenerNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class LoadBalancerNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class OperationNotPermittedException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class PriorityInUseException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class ResourceInUseException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class RuleNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class SSLPolicyNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class SubnetNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TargetGroupAssociationLimitException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TargetGroupNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyActionsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyCertificatesException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyListenersException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyLoadBalancersException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyRegistrationsForTargetIdException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyRulesException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyTagsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyTargetGroupsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyTargetsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TooManyUniqueTargetGroupsPerLoadBalancerException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TrustStoreNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class TrustStoreNotReadyException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

public class UnsupportedProtocolException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);
