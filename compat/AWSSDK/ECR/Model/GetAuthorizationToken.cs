using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class GetAuthorizationTokenRequest : AmazonWebServiceRequest
{
    [Obsolete("This field is deprecated.")]
    public List<string>? RegistryIds { get; set; } = Initial.List<string>();
}

public class GetAuthorizationTokenResponse : AmazonWebServiceResponse
{
    public List<AuthorizationData>? AuthorizationData { get; set; } = Initial.List<AuthorizationData>();
}
