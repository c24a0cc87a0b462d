using Amazon.CloudFront.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront;

/// <summary>CloudFront, as far as this project uses it.</summary>
public class AmazonCloudFrontClient : BuiltInClient, IAmazonCloudFront
{
    public AmazonCloudFrontClient() : base(new AmazonCloudFrontConfig()) { }

    public AmazonCloudFrontClient(RegionEndpoint region) : base(new AmazonCloudFrontConfig { RegionEndpoint = region }) { }

    public AmazonCloudFrontClient(AmazonCloudFrontConfig config) : base(config) { }

    public AmazonCloudFrontClient(AWSCredentials credentials) : base(credentials, new AmazonCloudFrontConfig()) { }

    public AmazonCloudFrontClient(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonCloudFrontConfig { RegionEndpoint = region }) { }

    public AmazonCloudFrontClient(AWSCredentials credentials, AmazonCloudFrontConfig clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonCloudFrontConfig.Service;

    public virtual Task<GetDistributionResponse> GetDistributionAsync(GetDistributionRequest request, CancellationToken cancellationToken = default) =>
        Call<GetDistributionResponse>(request, cancellationToken);

    public virtual Task<GetDistributionConfigResponse> GetDistributionConfigAsync(GetDistributionConfigRequest request, CancellationToken cancellationToken = default) =>
        Call<GetDistributionConfigResponse>(request, cancellationToken);

    public virtual Task<ListDistributionsResponse> ListDistributionsAsync(ListDistributionsRequest request, CancellationToken cancellationToken = default) =>
        Call<ListDistributionsResponse>(request, cancellationToken);

    public virtual Task<CreateDistributionResponse> CreateDistributionAsync(CreateDistributionRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateDistributionResponse>(request, cancellationToken);

    public virtual Task<UpdateDistributionResponse> UpdateDistributionAsync(UpdateDistributionRequest request, CancellationToken cancellationToken = default) =>
        Call<UpdateDistributionResponse>(request, cancellationToken);

    public virtual Task<CreateInvalidationResponse> CreateInvalidationAsync(CreateInvalidationRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateInvalidationResponse>(request, cancellationToken);

    public virtual Task<GetInvalidationResponse> GetInvalidationAsync(GetInvalidationRequest request, CancellationToken cancellationToken = default) =>
        Call<GetInvalidationResponse>(request, cancellationToken);

    public virtual Task<ListInvalidationsResponse> ListInvalidationsAsync(ListInvalidationsRequest request, CancellationToken cancellationToken = default) =>
        Call<ListInvalidationsResponse>(request, cancellationToken);

    public virtual Task<CreateOriginAccessControlResponse> CreateOriginAccessControlAsync(CreateOriginAccessControlRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateOriginAccessControlResponse>(request, cancellationToken);

    public virtual Task<ListOriginAccessControlsResponse> ListOriginAccessControlsAsync(ListOriginAccessControlsRequest request, CancellationToken cancellationToken = default) =>
        Call<ListOriginAccessControlsResponse>(request, cancellationToken);

    public virtual Task<CreateFunctionResponse> CreateFunctionAsync(CreateFunctionRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateFunctionResponse>(request, cancellationToken);

    public virtual Task<UpdateFunctionResponse> UpdateFunctionAsync(UpdateFunctionRequest request, CancellationToken cancellationToken = default) =>
        Call<UpdateFunctionResponse>(request, cancellationToken);

    public virtual Task<PublishFunctionResponse> PublishFunctionAsync(PublishFunctionRequest request, CancellationToken cancellationToken = default) =>
        Call<PublishFunctionResponse>(request, cancellationToken);

    public virtual Task<DescribeFunctionResponse> DescribeFunctionAsync(DescribeFunctionRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeFunctionResponse>(request, cancellationToken);

    public virtual Task<GetFunctionResponse> GetFunctionAsync(GetFunctionRequest request, CancellationToken cancellationToken = default) =>
        Call<GetFunctionResponse>(request, cancellationToken);

    public virtual Task<GetCachePolicyResponse> GetCachePolicyAsync(GetCachePolicyRequest request, CancellationToken cancellationToken = default) =>
        Call<GetCachePolicyResponse>(request, cancellationToken);

    public virtual Task<GetOriginRequestPolicyResponse> GetOriginRequestPolicyAsync(GetOriginRequestPolicyRequest request, CancellationToken cancellationToken = default) =>
        Call<GetOriginRequestPolicyResponse>(request, cancellationToken);
}
