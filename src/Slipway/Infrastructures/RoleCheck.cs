namespace Slipway.Infrastructures;

/// <summary>Judges whether ECS tasks can have the named roles.</summary>
internal static class RoleCheck
{
    private const string Tasks = "ecs-tasks.amazonaws.com";

    public static void Of(Findings findings, DeployEnvironment environment, Infrastructure infrastructure, InfrastructureObservation seen)
    {
        List<(string Member, string Arn)> named = [(nameof(Infrastructure.ExecutionRole), infrastructure.ExecutionRole)];
        if (infrastructure.TaskRole is { } taskRole)
            named.Add((nameof(Infrastructure.TaskRole), taskRole));

        foreach (var (member, arn) in named)
        {
            if (findings.Answered(seen.Roles[arn], $"the role {RoleNames.Name(arn)}", out var role))
                Check(findings, environment, member, arn, role);
        }

        if (!findings.Answered(seen.NotPassed, "whether the caller may give the roles to ECS (iam:PassRole)", out var notPassed))
            return;

        foreach (var (member, arn) in named.Where(role => notPassed.Contains(role.Arn)))
            findings.Add(member, $"the caller may not give {arn} to ECS", $"allow iam:PassRole on {arn}, with iam:PassedToService = {Tasks}, to the caller");
    }

    private static void Check(Findings findings, DeployEnvironment environment, string member, string arn, Role? role)
    {
        if (role is null)
        {
            findings.Add(member, $"{arn} does not exist in account {environment.Account}", "create it, or correct its name");
        }
        else if (role.Arn != arn)
        {
            findings.Add(member, $"the role's ARN is {role.Arn}, not {arn}", "give the whole ARN, with the role's path");
        }
        else if (!TrustPolicy.Allows(role.TrustPolicy, Tasks))
        {
            findings.Add(member, $"the trust policy of {RoleNames.Name(arn)} does not let {Tasks} assume it", $"add a statement with Effect Allow, Principal Service {Tasks}, Action sts:AssumeRole");
        }
    }
}
