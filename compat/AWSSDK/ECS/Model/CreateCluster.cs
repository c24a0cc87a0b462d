using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class CreateClusterRequest : AmazonWebServiceRequest
{
    public string? ClusterName { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public List<ClusterSetting>? Settings { get; set; } = Initial.List<ClusterSetting>();
    public ClusterConfiguration? Configuration { get; set; }
    public List<string>? CapacityProviders { get; set; } = Initial.List<string>();
    public List<CapacityProviderStrategyItem>? DefaultCapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public ClusterServiceConnectDefaultsRequest? ServiceConnectDefaults { get; set; }
}

public class CreateClusterResponse : AmazonWebServiceResponse
{
    public Cluster? Cluster { get; set; }
}
