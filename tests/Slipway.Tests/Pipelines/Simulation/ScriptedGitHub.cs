using Slipway.Pipelines.Simulation;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>A GitHub that keeps who was let in, and answers nobody.</summary>
internal sealed class ScriptedGitHub : ISimulatedGitHub
{
    public List<JobPass> Admitted { get; } = [];

    public List<string> Reviews { get; } = [];

    /// <summary>Who must let jobs in, by environment.</summary>
    public Dictionary<string, IReadOnlyList<string>> Protected { get; } = [];

    public Uri Server { get; } = new("http://127.0.0.1:9/");

    public IReadOnlyList<string> Records => Reviews;

    public JobAccess Admit(JobPass job)
    {
        Admitted.Add(job);
        return new JobAccess($"t0ken-{Admitted.Count}", job.Permissions.Allows("id-token", isWrite: true) ? (new Uri(Server, "identity"), "r3quest") : null);
    }

    public void Dismiss(JobAccess access) => Reviews.Add($"dismissed {access.Token}");

    public IReadOnlyList<string> Reviewers(string environment) => Protected.GetValueOrDefault(environment, []);

    public void Review(string environment, string reviewer, bool isApproval, string comment) => Reviews.Add($"{reviewer} {(isApproval ? "approved" : "rejected")} {environment}");
}
