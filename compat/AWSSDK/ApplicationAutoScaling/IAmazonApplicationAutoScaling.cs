using Amazon.ApplicationAutoScaling.Model;
using Amazon.Runtime;

namespace Amazon.ApplicationAutoScaling;

/// <summary>Application Auto Scaling, as far as this project uses it.</summary>
public interface IAmazonApplicationAutoScaling : IAmazonService, IDisposable
{
    Task<DescribeScalableTargetsResponse> DescribeScalableTargetsAsync(DescribeScalableTargetsRequest request, CancellationToken cancellationToken = default);

    Task<DescribeScalingPoliciesResponse> DescribeScalingPoliciesAsync(DescribeScalingPoliciesRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonApplicationAutoScalingConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonApplicationAutoScalingClient(awsCredentials, (AmazonApplicationAutoScalingConfig)clientConfig);
}
