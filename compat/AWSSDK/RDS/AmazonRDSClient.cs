using Amazon.RDS.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.RDS;

/// <summary>Amazon RDS, as far as this project uses it.</summary>
public class AmazonRDSClient : BuiltInClient, IAmazonRDS
{
    public AmazonRDSClient() : base(new AmazonRDSConfig()) { }

    public AmazonRDSClient(RegionEndpoint region) : base(new AmazonRDSConfig { RegionEndpoint = region }) { }

    public AmazonRDSClient(AmazonRDSConfig config) : base(config) { }

    public AmazonRDSClient(AWSCredentials credentials) : base(credentials, new AmazonRDSConfig()) { }

    public AmazonRDSClient(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonRDSConfig { RegionEndpoint = region }) { }

    public AmazonRDSClient(AWSCredentials credentials, AmazonRDSConfig clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonRDSConfig.Service;

    public virtual Task<CreateDBSnapshotResponse> CreateDBSnapshotAsync(CreateDBSnapshotRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateDBSnapshotResponse>(request, cancellationToken);

    public virtual Task<DescribeDBSnapshotsResponse> DescribeDBSnapshotsAsync(DescribeDBSnapshotsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeDBSnapshotsResponse>(request, cancellationToken);

    public virtual Task<CreateDBClusterSnapshotResponse> CreateDBClusterSnapshotAsync(CreateDBClusterSnapshotRequest request, CancellationToken cancellationToken = default) =>
        Call<CreateDBClusterSnapshotResponse>(request, cancellationToken);

    public virtual Task<DescribeDBClusterSnapshotsResponse> DescribeDBClusterSnapshotsAsync(DescribeDBClusterSnapshotsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeDBClusterSnapshotsResponse>(request, cancellationToken);
}
