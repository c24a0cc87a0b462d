using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Elastic Load Balancing, as far as this project uses it.</summary>
public class AmazonElasticLoadBalancingV2Client : BuiltInClient, IAmazonElasticLoadBalancingV2
{
    public AmazonElasticLoadBalancingV2Client() : base(new AmazonElasticLoadBalancingV2Config()) { }

    public AmazonElasticLoadBalancingV2Client(RegionEndpoint region) : base(new AmazonElasticLoadBalancingV2Config { RegionEndpoint = region }) { }

    public AmazonElasticLoadBalancingV2Client(AmazonElasticLoadBalancingV2Config config) : base(config) { }

    public AmazonElasticLoadBalancingV2Client(AWSCredentials credentials) : base(credentials, new AmazonElasticLoadBalancingV2Config()) { }

    public AmazonElasticLoadBalancingV2Client(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonElasticLoadBalancingV2Config { RegionEndpoint = region }) { }

    public AmazonElasticLoadBalancingV2Client(AWSCredentials credentials, AmazonElasticLoadBalancingV2Config clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonElasticLoadBalancingV2Config.Service;

    public virtual Task<CreateLoadBalancerResponse> CreateLoadBalancerAsync(CreateLoadBalancerRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateLoadBalancerResponse>(request, cancellationToken);

    public virtual Task<CreateTargetGroupResponse> CreateTargetGroupAsync(CreateTargetGroupRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateTargetGroupResponse>(request, cancellationToken);

    public virtual Task<CreateListenerResponse> CreateListenerAsync(CreateListenerRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateListenerResponse>(request, cancellationToken);

    public virtual Task<CreateRuleResponse> CreateRuleAsync(CreateRuleRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateRuleResponse>(request, cancellationToken);

    public virtual Task<DescribeLoadBalancersResponse> DescribeLoadBalancersAsync(DescribeLoadBalancersRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeLoadBalancersResponse>(request, cancellationToken);

    public virtual Task<DescribeTargetGroupsResponse> DescribeTargetGroupsAsync(DescribeTargetGroupsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeTargetGroupsResponse>(request, cancellationToken);

    public virtual Task<DescribeListenersResponse> DescribeListenersAsync(DescribeListenersRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeListenersResponse>(request, cancellationToken);

    public virtual Task<DescribeRulesResponse> DescribeRulesAsync(DescribeRulesRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeRulesResponse>(request, cancellationToken);

    public virtual Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(DescribeTargetHealthRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeTargetHealthResponse>(request, cancellationToken);

    public virtual Task<ModifyListenerResponse> ModifyListenerAsync(ModifyListenerRequest request, CancellationToken cancellationToken = default) =>
        Call<ModifyListenerResponse>(request, cancellationToken);

    public virtual Task<ModifyRuleResponse> ModifyRuleAsync(ModifyRuleRequest request, CancellationToken cancellationToken = default) =>
        Call<ModifyRuleResponse>(request, cancellationToken);

    public virtual Task<DeleteRuleResponse> DeleteRuleAsync(DeleteRuleRequest request, CancellationToken cancellationToken = default) =>
        Call<DeleteRuleResponse>(request, cancellationToken);

    public virtual Task<ModifyTargetGroupResponse> ModifyTargetGroupAsync(ModifyTargetGroupRequest request, CancellationToken cancellationToken = default) =>
        Call<ModifyTargetGroupResponse>(request, cancellationToken);

    public virtual Task<DescribeTargetGroupAttributesResponse> DescribeTargetGroupAttributesAsync(DescribeTargetGroupAttributesRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeTargetGroupAttributesResponse>(request, cancellationToken);

    public virtual Task<ModifyTargetGroupAttributesResponse> ModifyTargetGroupAttributesAsync(ModifyTargetGroupAttributesRequest request, CancellationToken cancellationToken = default) =>
        Call<ModifyTargetGroupAttributesResponse>(request, cancellationToken);
}
