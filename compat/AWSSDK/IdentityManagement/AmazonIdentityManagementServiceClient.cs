using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.IdentityManagement;

/// <summary>Identity and Access Management, as far as this project uses it.</summary>
public class AmazonIdentityManagementServiceClient : BuiltInClient, IAmazonIdentityManagementService
{
    public AmazonIdentityManagementServiceClient() : base(new AmazonIdentityManagementServiceConfig()) { }

    public AmazonIdentityManagementServiceClient(RegionEndpoint region) : base(new AmazonIdentityManagementServiceConfig { RegionEndpoint = region }) { }

    public AmazonIdentityManagementServiceClient(AmazonIdentityManagementServiceConfig config) : base(config) { }

    public AmazonIdentityManagementServiceClient(AWSCredentials credentials) : base(credentials, new AmazonIdentityManagementServiceConfig()) { }

    public AmazonIdentityManagementServiceClient(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonIdentityManagementServiceConfig { RegionEndpoint = region }) { }

    public AmazonIdentityManagementServiceClient(AWSCredentials credentials, AmazonIdentityManagementServiceConfig clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonIdentityManagementServiceConfig.Service;

    public virtual Task<GetRoleResponse> GetRoleAsync(GetRoleRequest request, CancellationToken cancellationToken = default) =>
        Call<GetRoleResponse>(request, cancellationToken);

    public virtual Task<SimulatePrincipalPolicyResponse> SimulatePrincipalPolicyAsync(SimulatePrincipalPolicyRequest request, CancellationToken cancellationToken = default) =>
        Call<SimulatePrincipalPolicyResponse>(request, cancellationToken);
}
