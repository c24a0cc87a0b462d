using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.IdentityManagement;

public class PolicyEvaluationDecisionType(string value) : ConstantClass(value)
{
    public static readonly PolicyEvaluationDecisionType Allowed = new("allowed");
    public static readonly PolicyEvaluationDecisionType ExplicitDeny = new("explicitDeny");
    public static readonly PolicyEvaluationDecisionType ImplicitDeny = new("implicitDeny");

    public static PolicyEvaluationDecisionType FindValue(string value) => FindValue<PolicyEvaluationDecisionType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PolicyEvaluationDecisionType?(string? value) => FindValue<PolicyEvaluationDecisionType>(value);
}

public class PolicySourceType(string value) : ConstantClass(value)
{
    public static readonly PolicySourceType User = new("user");
    public static readonly PolicySourceType Group = new("group");
    public static readonly PolicySourceType Role = new("role");
    public static readonly PolicySourceType AwsManaged = new("aws-managed");
    public static readonly PolicySourceType UserManaged = new("user-managed");
    public static readonly PolicySourceType Resource = new("resource");
    public static readonly PolicySourceType None = new("none");

    public static PolicySourceType FindValue(string value) => FindValue<PolicySourceType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PolicySourceType?(string? value) => FindValue<PolicySourceType>(value);
}
