using Slipway.Pipelines.Files;

namespace Slipway.Pipelines.Workflows;

/// <summary>What the token of a job may do: what its steps need, and nothing else.</summary>
internal static class WorkflowPermissions
{
    /// <summary>In ordinal order; where two capabilities want the same scope, the higher one.</summary>
    public static Yaml.Map Of(PipelineJob job) => new(
        [.. job.Capabilities.Select(Permission).OfType<(string Scope, string Level)>()
            .GroupBy(permission => permission.Scope, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, (Yaml)(group.Any(permission => permission.Level == "write") ? "write" : "read")))]);

    private static (string Scope, string Level)? Permission(Capability capability) =>
        capability == Capability.ReadSource ? ("contents", "read")
        : capability == Capability.ReadReviews ? ("actions", "read")
        : capability == Capability.WriteDeployments ? ("deployments", "write")
        : capability == Capability.WritePullRequests ? ("pull-requests", "write")
        : capability == Capability.WriteStatuses ? ("statuses", "write")
        : capability == Capability.ReadPackages ? ("packages", "read")
        : capability == Capability.WritePackages ? ("packages", "write")
        : capability == Capability.TakeRole ? ("id-token", "write")
        : null;
}
