using Amazon.Runtime;
using Amazon.Runtime.Compat;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>Secrets Manager, as far as this project uses it.</summary>
public class AmazonSecretsManagerClient : BuiltInClient, IAmazonSecretsManager
{
    public AmazonSecretsManagerClient() : base(new AmazonSecretsManagerConfig()) { }

    public AmazonSecretsManagerClient(RegionEndpoint region) : base(new AmazonSecretsManagerConfig { RegionEndpoint = region }) { }

    public AmazonSecretsManagerClient(AmazonSecretsManagerConfig config) : base(config) { }

    public AmazonSecretsManagerClient(AWSCredentials credentials) : base(credentials, new AmazonSecretsManagerConfig()) { }

    public AmazonSecretsManagerClient(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonSecretsManagerConfig { RegionEndpoint = region }) { }

    public AmazonSecretsManagerClient(AWSCredentials credentials, AmazonSecretsManagerConfig clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonSecretsManagerConfig.Service;

    public virtual Task<DescribeSecretResponse> DescribeSecretAsync(DescribeSecretRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeSecretResponse>(request, cancellationToken);

    public virtual Task<ListSecretsResponse> ListSecretsAsync(ListSecretsRequest request, CancellationToken cancellationToken = default) =>
        Call<ListSecretsResponse>(request, cancellationToken);

    public virtual Task<CreateSecretResponse> CreateSecretAsync(CreateSecretRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateSecretResponse>(request, cancellationToken);

    public virtual Task<PutSecretValueResponse> PutSecretValueAsync(PutSecretValueRequest request, CancellationToken cancellationToken = default) =>
        Call<PutSecretValueResponse>(request, cancellationToken);

    public virtual Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default) =>
        Call<GetSecretValueResponse>(request, cancellationToken);
}
