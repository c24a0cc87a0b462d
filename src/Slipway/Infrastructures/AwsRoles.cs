using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;

namespace Slipway.Infrastructures;

/// <summary>AWS IAM.</summary>
/// <param name="caller">ARN of the caller, once it is known.</param>
internal sealed class AwsRoles(IAmazonIdentityManagementService iam, Func<string?> caller) : IRoles
{
    /// <inheritdoc/>
    public Task<Answer<Role?>> Role(string name, CancellationToken ct) => AwsAnswers.Ask("iam:GetRole", () => Find(name, ct));

    /// <inheritdoc/>
    public async Task<Answer<IReadOnlyList<string>>> NotPassed(IReadOnlyList<string> arns, string service, CancellationToken ct)
    {
        var source = await Principal(caller() ?? "", ct);
        return source switch
        {
            // The account itself may do everything.
            { } root when root.EndsWith(":root", StringComparison.Ordinal) => Answer.Of<IReadOnlyList<string>>([]),
            { } principal => await AwsAnswers.Ask("iam:SimulatePrincipalPolicy", () => Simulate(principal, arns, service, ct)),
            null => Answer.None<IReadOnlyList<string>>($"the caller {caller()} is neither a user nor a role"),
        };
    }

    private async Task<IReadOnlyList<string>> Simulate(string principal, IReadOnlyList<string> arns, string service, CancellationToken ct)
    {
        // A handful of ARNs and one action make one page.
        var answer = await iam.SimulatePrincipalPolicyAsync(
            new SimulatePrincipalPolicyRequest
            {
                PolicySourceArn = principal,
                ActionNames = ["iam:PassRole"],
                ResourceArns = [.. arns],
                ContextEntries = [new ContextEntry { ContextKeyName = "iam:PassedToService", ContextKeyType = ContextKeyTypeEnum.String, ContextKeyValues = [service] }],
            },
            ct);
        return [.. (answer.EvaluationResults ?? []).Where(result => result.EvalDecision != PolicyEvaluationDecisionType.Allowed).Select(result => result.EvalResourceName!)];
    }

    /// <summary>The user or role behind a caller: a session's ARN names its role without the path, and policies hang on the role.</summary>
    private async Task<string?> Principal(string arn, CancellationToken ct)
    {
        var parts = arn.Split(':', 6);
        if (parts is not ["arn", var partition, var service, _, var account, var resource])
            return null;

        if (service == "iam")
            return arn;

        if (resource.Split('/') is not ["assumed-role", var role, ..])
            return null;

        return (await Role(role, ct)).Is(out var found) && found is not null ? found.Arn : $"arn:{partition}:iam::{account}:role/{role}";
    }

    private async Task<Role?> Find(string name, CancellationToken ct)
    {
        try
        {
            var found = (await iam.GetRoleAsync(new GetRoleRequest { RoleName = name }, ct)).Role!;
            // IAM gives policies percent-encoded.
            return new Role(found.Arn!, Uri.UnescapeDataString(found.AssumeRolePolicyDocument ?? ""));
        }
        catch (NoSuchEntityException)
        {
            return null;
        }
    }
}
