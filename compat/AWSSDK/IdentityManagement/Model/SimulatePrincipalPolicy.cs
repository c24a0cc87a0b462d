using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.IdentityManagement.Model;

public class SimulatePrincipalPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicySourceArn { get; set; }
    public List<string>? PolicyInputList { get; set; } = Initial.List<string>();
    public List<string>? PermissionsBoundaryPolicyInputList { get; set; } = Initial.List<string>();
    public List<string>? ActionNames { get; set; } = Initial.List<string>();
    public List<string>? ResourceArns { get; set; } = Initial.List<string>();
    public string? ResourcePolicy { get; set; }
    public string? ResourceOwner { get; set; }
    public string? CallerArn { get; set; }
    public List<ContextEntry>? ContextEntries { get; set; } = Initial.List<ContextEntry>();
    public string? ResourceHandlingOption { get; set; }
    public int? MaxItems { get; set; }
    public string? Marker { get; set; }
}

public class SimulatePrincipalPolicyResponse : AmazonWebServiceResponse
{
    public List<EvaluationResult>? EvaluationResults { get; set; } = Initial.List<EvaluationResult>();
    public bool? IsTruncated { get; set; }
    public string? Marker { get; set; }
}
