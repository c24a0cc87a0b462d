using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.EC2;

/// <summary>Elastic Compute Cloud, as far as this project uses it.</summary>
public class AmazonEC2Client : BuiltInClient, IAmazonEC2
{
    public AmazonEC2Client() : base(new AmazonEC2Config()) { }

    public AmazonEC2Client(RegionEndpoint region) : base(new AmazonEC2Config { RegionEndpoint = region }) { }

    public AmazonEC2Client(AmazonEC2Config config) : base(config) { }

    public AmazonEC2Client(AWSCredentials credentials) : base(credentials, new AmazonEC2Config()) { }

    public AmazonEC2Client(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonEC2Config { RegionEndpoint = region }) { }

    public AmazonEC2Client(AWSCredentials credentials, AmazonEC2Config clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonEC2Config.Service;

    public virtual Task<DescribeSubnetsResponse> DescribeSubnetsAsync(DescribeSubnetsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeSubnetsResponse>(request, cancellationToken);

    public virtual Task<DescribeSecurityGroupsResponse> DescribeSecurityGroupsAsync(DescribeSecurityGroupsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeSecurityGroupsResponse>(request, cancellationToken);

    public virtual Task<DescribeRouteTablesResponse> DescribeRouteTablesAsync(DescribeRouteTablesRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeRouteTablesResponse>(request, cancellationToken);

    public virtual Task<DescribeVpcEndpointsResponse> DescribeVpcEndpointsAsync(DescribeVpcEndpointsRequest request, CancellationToken cancellationToken = default) =>
        Call<DescribeVpcEndpointsResponse>(request, cancellationToken);
}
