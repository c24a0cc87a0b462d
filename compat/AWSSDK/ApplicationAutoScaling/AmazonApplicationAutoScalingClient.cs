using Amazon.ApplicationAutoScaling.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ApplicationAutoScaling;

/// <summary>Application Auto Scaling, as far as this project uses it.</summary>
public class AmazonApplicationAutoScalingClient : BuiltInClient, IAmazonApplicationAutoScaling
{
    public AmazonApplicationAutoScalingClient() : base(new AmazonApplicationAutoScalingConfig()) { }

    public AmazonApplicationAutoScalingClient(RegionEndpoint region) : base(new AmazonApplicationAutoScalingConfig { RegionEndpoint = region }) { }

    public AmazonApplicationAutoScalingClient(AmazonApplicationAutoScalingConfig config) : base(config) { }

    public AmazonApplicationAutoScalingClient(AWSCredentials credentials) : base(credentials, new AmazonApplicationAutoScalingConfig()) { }

    public AmazonApplicationAutoScalingClient(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonApplicationAutoScalingConfig { RegionEndpoint = region }) { }

    public AmazonApplicationAutoScalingClient(AWSCredentials credentials, AmazonApplicationAutoScalingConfig clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonApplicationAutoScalingConfig.Service;

    public virtual Task<DescribeScalableTargetsResponse> DescribeScalableTargetsAsync(DescribeScalableTargetsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeScalableTargetsResponse>(request, cancellationToken);

    public virtual Task<DescribeScalingPoliciesResponse> DescribeScalingPoliciesAsync(DescribeScalingPoliciesRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeScalingPoliciesResponse>(request, cancellationToken);
}
