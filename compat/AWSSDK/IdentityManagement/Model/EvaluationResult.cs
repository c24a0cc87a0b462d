using Amazon.Runtime.Compat;

namespace Amazon.IdentityManagement.Model;

public class EvaluationResult
{
    public string? EvalActionName { get; set; }
    public string? EvalResourceName { get; set; }
    public PolicyEvaluationDecisionType? EvalDecision { get; set; }
    public List<Statement>? MatchedStatements { get; set; } = Initial.List<Statement>();
    public List<string>? MissingContextValues { get; set; } = Initial.List<string>();
    public OrganizationsDecisionDetail? OrganizationsDecisionDetail { get; set; }
    public PermissionsBoundaryDecisionDetail? PermissionsBoundaryDecisionDetail { get; set; }
    public Dictionary<string, string>? EvalDecisionDetails { get; set; } = Initial.Dictionary<string, string>();
    public List<ResourceSpecificResult>? ResourceSpecificResults { get; set; } = Initial.List<ResourceSpecificResult>();
}

public class OrganizationsDecisionDetail
{
    public bool? AllowedByOrganizations { get; set; }
}

public class PermissionsBoundaryDecisionDetail
{
    public bool? AllowedByPermissionsBoundary { get; set; }
}

public class Position
{
    public int? Line { get; set; }
    public int? Column { get; set; }
}

public class ResourceSpecificResult
{
    public string? EvalResourceName { get; set; }
    public PolicyEvaluationDecisionType? EvalResourceDecision { get; set; }
    public List<Statement>? MatchedStatements { get; set; } = Initial.List<Statement>();
    public List<string>? MissingContextValues { get; set; } = Initial.List<string>();
    public Dictionary<string, string>? EvalDecisionDetails { get; set; } = Initial.Dictionary<string, string>();
    public PermissionsBoundaryDecisionDetail? PermissionsBoundaryDecisionDetail { get; set; }
}

public class Statement
{
    public string? SourcePolicyId { get; set; }
    public PolicySourceType? SourcePolicyType { get; set; }
    public Position? StartPosition { get; set; }
    public Position? EndPosition { get; set; }
}
