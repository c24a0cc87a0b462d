using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECR;

/// <summary>Elastic Container Registry, as far as this project uses it.</summary>
public class AmazonECRClient : BuiltInClient, IAmazonECR
{
    public AmazonECRClient() : base(new AmazonECRConfig()) { }

    public AmazonECRClient(RegionEndpoint region) : base(new AmazonECRConfig { RegionEndpoint = region }) { }

    public AmazonECRClient(AmazonECRConfig config) : base(config) { }

    public AmazonECRClient(AWSCredentials credentials) : base(credentials, new AmazonECRConfig()) { }

    public AmazonECRClient(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonECRConfig { RegionEndpoint = region }) { }

    public AmazonECRClient(AWSCredentials credentials, AmazonECRConfig clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonECRConfig.Service;

    public virtual Task<DescribeRepositoriesResponse> DescribeRepositoriesAsync(DescribeRepositoriesRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeRepositoriesResponse>(request, cancellationToken);

    public virtual Task<CreateRepositoryResponse> CreateRepositoryAsync(CreateRepositoryRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateRepositoryResponse>(request, cancellationToken);

    public virtual Task<PutLifecyclePolicyResponse> PutLifecyclePolicyAsync(PutLifecyclePolicyRequest request, CancellationToken cancellationToken = default) =>
        Call<PutLifecyclePolicyResponse>(request, cancellationToken);

    public virtual Task<GetLifecyclePolicyResponse> GetLifecyclePolicyAsync(GetLifecyclePolicyRequest request, CancellationToken cancellationToken = default) =>
        Call<GetLifecyclePolicyResponse>(request, cancellationToken);

    public virtual Task<GetRepositoryPolicyResponse> GetRepositoryPolicyAsync(GetRepositoryPolicyRequest request, CancellationToken cancellationToken = default) =>
        Call<GetRepositoryPolicyResponse>(request, cancellationToken);

    public virtual Task<SetRepositoryPolicyResponse> SetRepositoryPolicyAsync(SetRepositoryPolicyRequest request, CancellationToken cancellationToken = default) =>
        Call<SetRepositoryPolicyResponse>(request, cancellationToken);

    public virtual Task<PutImageTagMutabilityResponse> PutImageTagMutabilityAsync(PutImageTagMutabilityRequest request, CancellationToken cancellationToken = default) =>
        Call<PutImageTagMutabilityResponse>(request, cancellationToken);

    public virtual Task<PutImageScanningConfigurationResponse> PutImageScanningConfigurationAsync(PutImageScanningConfigurationRequest request, CancellationToken cancellationToken = default) =>
        Call<PutImageScanningConfigurationResponse>(request, cancellationToken);

    public virtual Task<GetRegistryScanningConfigurationResponse> GetRegistryScanningConfigurationAsync(GetRegistryScanningConfigurationRequest request, CancellationToken cancellationToken = default) =>
        Call<GetRegistryScanningConfigurationResponse>(request, cancellationToken);

    public virtual Task<GetAuthorizationTokenResponse> GetAuthorizationTokenAsync(GetAuthorizationTokenRequest request, CancellationToken cancellationToken = default) =>
        Call<GetAuthorizationTokenResponse>(request, cancellationToken);

    public virtual Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeImagesResponse>(request, cancellationToken);

    public virtual Task<BatchGetImageResponse> BatchGetImageAsync(BatchGetImageRequest request, CancellationToken cancellationToken = default) =>
        Call<BatchGetImageResponse>(request, cancellationToken);

    public virtual Task<PutImageResponse> PutImageAsync(PutImageRequest request, CancellationToken cancellationToken = default) =>
        Call<PutImageResponse>(request, cancellationToken);
}
