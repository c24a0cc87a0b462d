namespace Slipway.Infrastructures;

/// <summary>Judges whether ECS can have the named roles: those of tasks, and those with which it moves traffic.</summary>
internal static class RoleCheck
{
    /// <summary>What tasks assume their roles as.</summary>
    public const string Tasks = "ecs-tasks.amazonaws.com";

    /// <summary>What ECS itself assumes the role as with which it moves traffic.</summary>
    public const string Ecs = "ecs.amazonaws.com";

    public static void Of(Findings findings, Application application, DeployEnvironment environment, Infrastructure infrastructure, InfrastructureObservation seen)
    {
        List<(string Member, string Arn)> named = [(nameof(Infrastructure.ExecutionRole), infrastructure.ExecutionRole)];
        if (infrastructure.TaskRole is { } taskRole)
            named.Add((nameof(Infrastructure.TaskRole), taskRole));

        Check(findings, environment, named, Tasks, seen.Roles, seen.NotPassed, "whether the caller may give the roles to ECS (iam:PassRole)");

        List<(string Member, string Arn)> movers =
        [
            .. ShiftedServices.Of(application, environment).Where(service => ShiftedServices.RolloutOf(service, environment) is not ServicePairRollout)
                .Select(service => infrastructure.Traffic[service.Name].Role).OfType<string>().Distinct(StringComparer.Ordinal).Select(role => (nameof(Infrastructure.Traffic), role)),
        ];
        if (movers.Count > 0)
            Check(findings, environment, movers, Ecs, seen.Roles, seen.NotPassedToEcs, "whether the caller may give ECS the role that moves traffic (iam:PassRole)");
    }

    private static void Check(
        Findings findings, DeployEnvironment environment, IReadOnlyList<(string Member, string Arn)> named, string principal, IReadOnlyDictionary<string, Answer<Role?>> roles,
        Answer<IReadOnlyList<string>> answer, string question)
    {
        foreach (var (member, arn) in named)
        {
            if (findings.Answered(roles[arn], $"the role {RoleNames.Name(arn)}", out var role))
                Check(findings, environment, member, arn, role, principal);
        }

        if (!findings.Answered(answer, question, out var notPassed))
            return;

        foreach (var (member, arn) in named.Where(role => notPassed.Contains(role.Arn)))
            findings.Add(member, $"the caller may not give {arn} to ECS", $"allow iam:PassRole on {arn}, with iam:PassedToService = {principal}, to the caller");
    }

    private static void Check(Findings findings, DeployEnvironment environment, string member, string arn, Role? role, string principal)
    {
        if (role is null)
        {
            findings.Add(member, $"{arn} does not exist in account {environment.Account}", "create it, or correct its name");
        }
        else if (role.Arn != arn)
        {
            findings.Add(member, $"the role's ARN is {role.Arn}, not {arn}", "give the whole ARN, with the role's path");
        }
        else if (!TrustPolicy.Allows(role.TrustPolicy, principal))
        {
            findings.Add(member, $"the trust policy of {RoleNames.Name(arn)} does not let {principal} assume it", $"add a statement with Effect Allow, Principal Service {principal}, Action sts:AssumeRole");
        }
    }
}
