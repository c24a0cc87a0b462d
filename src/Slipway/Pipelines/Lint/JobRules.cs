using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>Rules for what a job may do, and for how long.</summary>
internal static class JobRules
{
    /// <summary>A job that does not say what its token may do gets what the repository's settings say, which is often everything.</summary>
    public static IEnumerable<LintFinding> Permissions(WorkflowDocument document)
    {
        foreach (var permissions in document.Jobs.Select(job => job.Node.Under("permissions")).Append(document.Root.Under("permissions")).OfType<YamlScalarNode>().Where(node => node.Value == "write-all"))
            yield return document.Finding(permissions, "broad-permissions", "the token may do everything", "permissions: {} for the workflow, and in each job what it needs");

        foreach (var job in document.Jobs.Where(job => document.Permissions(job) is null))
            yield return document.Finding(job.Key, "broad-permissions", $"job {job.Id} says nothing of permissions: its token may do what the repository's settings allow", "permissions: {} for the workflow, and in each job what it needs");
    }

    /// <summary>Without it GitHub vouches for nobody, and the role cannot be taken.</summary>
    public static IEnumerable<LintFinding> IdentityTokens(WorkflowDocument document) =>
        from job in document.Jobs
        where document.Permissions(job) is not { } permissions || (permissions.Under("id-token")?.Scalar() != "write" && permissions.Scalar() != "write-all")
        from step in job.Steps
        let use = step.Under("uses")
        where use?.Scalar()?.StartsWith("aws-actions/configure-aws-credentials@", StringComparison.Ordinal) == true && TakesRole(step.Under("with"))
        select document.Finding(use, "missing-id-token", $"job {job.Id} takes a role, and GitHub does not vouch for it", "permissions: id-token: write in this job");

    /// <summary>A job that hangs costs six hours.</summary>
    public static IEnumerable<LintFinding> Timeouts(WorkflowDocument document) =>
        from job in document.Jobs
        where job.Node.Under("timeout-minutes") is null && job.Node.Under("uses") is null
        select document.Finding(job.Key, "missing-timeout", $"job {job.Id} may hang for six hours", "timeout-minutes: with the longest time that it needs");

    /// <summary>What waits for an approval holds its concurrency group, and everything behind it: later releases, and the way back.</summary>
    public static IEnumerable<LintFinding> QueuedApprovals(WorkflowDocument document, IReadOnlyList<string> gates) =>
        from job in document.Jobs
        let environment = job.Node.Under("environment") is YamlMappingNode map ? map.Under("name") : job.Node.Under("environment")
        where environment?.Scalar() is { } name && gates.Contains(name, StringComparer.OrdinalIgnoreCase)
        let queue = job.Node.Under("concurrency") ?? document.Root.Under("concurrency")
        where queue is not null
        select document.Finding(
            queue, "queued-approval", $"job {job.Id} may wait for an approval in environment {environment.Scalar()}, and all that is in this group waits behind it",
            "no concurrency here: the deploy lock lets one release at a time into an environment, once it is approved");

    // With an access key, or from another role, no identity of GitHub is asked for.
    private static bool TakesRole(YamlNode? with) =>
        with?.Under("role-to-assume") is not null && with.Under("aws-access-key-id") is null && with.Under("role-chaining")?.Scalar() != "true" && with.Under("web-identity-token-file") is null;
}
