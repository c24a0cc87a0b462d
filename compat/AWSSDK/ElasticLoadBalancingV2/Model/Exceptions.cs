using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

[ErrorCode("ALPNPolicyNotFound")]
public class ALPNPolicyNotSupportedException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("AllocationIdNotFound")]
public class AllocationIdNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("AvailabilityZoneNotSupported")]
public class AvailabilityZoneNotSupportedException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("CertificateNotFound")]
public class CertificateNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("DuplicateListener")]
public class DuplicateListenerException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("DuplicateLoadBalancerName")]
public class DuplicateLoadBalancerNameException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("DuplicateTagKeys")]
public class DuplicateTagKeysException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("DuplicateTargetGroupName")]
public class DuplicateTargetGroupNameException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("HealthUnavailable")]
public class HealthUnavailableException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("IncompatibleProtocols")]
public class IncompatibleProtocolsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("InvalidConfigurationRequest")]
public class InvalidConfigurationRequestException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("InvalidLoadBalancerAction")]
public class InvalidLoadBalancerActionException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("InvalidScheme")]
public class InvalidSchemeException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("InvalidSecurityGroup")]
public class InvalidSecurityGroupException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("InvalidSubnet")]
public class InvalidSubnetException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("InvalidTarget")]
public class InvalidTargetException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("ListenerNotFound")]
public class ListenerNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("LoadBalancerNotFound")]
public class LoadBalancerNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("OperationNotPermitted")]
public class OperationNotPermittedException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("PriorityInUse")]
public class PriorityInUseException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("ResourceInUse")]
public class ResourceInUseException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("RuleNotFound")]
public class RuleNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("SSLPolicyNotFound")]
public class SSLPolicyNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("SubnetNotFound")]
public class SubnetNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TargetGroupAssociationLimit")]
public class TargetGroupAssociationLimitException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TargetGroupNotFound")]
public class TargetGroupNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyActions")]
public class TooManyActionsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyCertificates")]
public class TooManyCertificatesException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyListeners")]
public class TooManyListenersException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyLoadBalancers")]
public class TooManyLoadBalancersException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyRegistrationsForTargetId")]
public class TooManyRegistrationsForTargetIdException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyRules")]
public class TooManyRulesException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyTags")]
public class TooManyTagsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyTargetGroups")]
public class TooManyTargetGroupsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyTargets")]
public class TooManyTargetsException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TooManyUniqueTargetGroupsPerLoadBalancer")]
public class TooManyUniqueTargetGroupsPerLoadBalancerException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TrustStoreNotFound")]
public class TrustStoreNotFoundException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("TrustStoreNotReady")]
public class TrustStoreNotReadyException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);

[ErrorCode("UnsupportedProtocol")]
public class UnsupportedProtocolException(string message, Exception? innerException = null) : AmazonElasticLoadBalancingV2Exception(message, innerException);
