using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>An error that Elastic Load Balancing answered; its own errors derive from this one.</summary>
public class AmazonElasticLoadBalancingV2Exception(string message, Exception? innerException = null) : AmazonServiceException(message, innerException);
