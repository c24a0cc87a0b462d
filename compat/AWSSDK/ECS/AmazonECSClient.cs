using Amazon.ECS.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS;

/// <summary>Elastic Container Service, as far as this project uses it.</summary>
public class AmazonECSClient : BuiltInClient, IAmazonECS
{
    public AmazonECSClient() : base(new AmazonECSConfig()) { }

    public AmazonECSClient(RegionEndpoint region) : base(new AmazonECSConfig { RegionEndpoint = region }) { }

    public AmazonECSClient(AmazonECSConfig config) : base(config) { }

    public AmazonECSClient(AWSCredentials credentials) : base(credentials, new AmazonECSConfig()) { }

    public AmazonECSClient(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonECSConfig { RegionEndpoint = region }) { }

    public AmazonECSClient(AWSCredentials credentials, AmazonECSConfig clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonECSConfig.Service;

    public virtual System.Threading.Tasks.Task<CreateClusterResponse> CreateClusterAsync(CreateClusterRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateClusterResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<DescribeClustersResponse> DescribeClustersAsync(DescribeClustersRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeClustersResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<RegisterTaskDefinitionResponse> RegisterTaskDefinitionAsync(RegisterTaskDefinitionRequest request, CancellationToken cancellationToken = default) =>
        Call<RegisterTaskDefinitionResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<DescribeTaskDefinitionResponse> DescribeTaskDefinitionAsync(DescribeTaskDefinitionRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeTaskDefinitionResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<DeregisterTaskDefinitionResponse> DeregisterTaskDefinitionAsync(DeregisterTaskDefinitionRequest request, CancellationToken cancellationToken = default) =>
        Call<DeregisterTaskDefinitionResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<CreateServiceResponse> CreateServiceAsync(CreateServiceRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateServiceResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<UpdateServiceResponse> UpdateServiceAsync(UpdateServiceRequest request, CancellationToken cancellationToken = default) =>
        Call<UpdateServiceResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<DescribeServicesResponse> DescribeServicesAsync(DescribeServicesRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeServicesResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<ListServiceDeploymentsResponse> ListServiceDeploymentsAsync(ListServiceDeploymentsRequest request, CancellationToken cancellationToken = default) =>
        Call<ListServiceDeploymentsResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<DescribeServiceDeploymentsResponse> DescribeServiceDeploymentsAsync(DescribeServiceDeploymentsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeServiceDeploymentsResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<DescribeServiceRevisionsResponse> DescribeServiceRevisionsAsync(DescribeServiceRevisionsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeServiceRevisionsResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<StopServiceDeploymentResponse> StopServiceDeploymentAsync(StopServiceDeploymentRequest request, CancellationToken cancellationToken = default) =>
        Call<StopServiceDeploymentResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<ContinueServiceDeploymentResponse> ContinueServiceDeploymentAsync(ContinueServiceDeploymentRequest request, CancellationToken cancellationToken = default) =>
        Call<ContinueServiceDeploymentResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<ListTasksResponse> ListTasksAsync(ListTasksRequest request, CancellationToken cancellationToken = default) =>
        Call<ListTasksResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<DescribeTasksResponse> DescribeTasksAsync(DescribeTasksRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeTasksResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<RunTaskResponse> RunTaskAsync(RunTaskRequest request, CancellationToken cancellationToken = default) =>
        Call<RunTaskResponse>(request, cancellationToken);

    public virtual System.Threading.Tasks.Task<StopTaskResponse> StopTaskAsync(StopTaskRequest request, CancellationToken cancellationToken = default) =>
        Call<StopTaskResponse>(request, cancellationToken);
}
