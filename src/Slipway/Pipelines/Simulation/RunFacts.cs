using Slipway.Pipelines.Simulation.Expressions;

namespace Slipway.Pipelines.Simulation;

/// <summary>What a run is about: which commit of which repository, and what started it.</summary>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Root">Where it lies on this machine.</param>
/// <param name="Sha">The commit.</param>
/// <param name="Ref">What the commit is taken to be the newest of, such as <c>refs/heads/main</c>.</param>
/// <param name="Event">What started it, in GitHub's word.</param>
internal sealed record RunFacts(string Repository, string Root, string Sha, string Ref, string Event)
{
    /// <summary>GitHub numbers repositories, owners and runs; one that is simulated has these numbers.</summary>
    public const long RepositoryId = 1001, OwnerId = 1002, RunId = 1003;

    public const string Actor = "simulation";

    /// <summary>The workflow's name, and its file from the repository's root.</summary>
    public required (string Name, string File) Workflow { get; init; }

    public required string DefaultBranch { get; init; }

    /// <summary>The commit that a pull request is compared with; null: none is known.</summary>
    public string? Base { get; init; }

    /// <summary>What whoever started it answered.</summary>
    public required IReadOnlyDictionary<string, Value> Inputs { get; init; }

    public string Owner => Repository.Split('/')[0];

    public string Name => Repository.Split('/')[1];

    /// <summary>The branch or tag alone; <c>1/merge</c> of a pull request.</summary>
    public string RefName => string.Join('/', Ref.Split('/').Skip(2));

    public string WorkflowRef => $"{Repository}/{Workflow.File}@{Ref}";
}
