using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class ModifyListenerRequest : AmazonWebServiceRequest
{
    public string? ListenerArn { get; set; }
    public int? Port { get; set; }
    public ProtocolEnum? Protocol { get; set; }
    public string? SslPolicy { get; set; }
    public List<Certificate>? Certificates { get; set; } = Initial.List<Certificate>();
    public List<Action>? DefaultActions { get; set; } = Initial.List<Action>();
    public List<string>? AlpnPolicy { get; set; } = Initial.List<string>();
    public MutualAuthenticationAttributes? MutualAuthentication { get; set; }
}

public class ModifyListenerResponse : AmazonWebServiceResponse
{
    public List<Listener>? Listeners { get; set; } = Initial.List<Listener>();
}
