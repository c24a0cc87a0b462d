using Slipway.Output;

namespace Slipway.GitHub;

/// <summary>Looks whether GitHub is as the pipelines need it: how it names jobs, which roles trust, and what guards its environments. Changes nothing.</summary>
internal sealed class GitHubCheckup(string repository, IRepositoryIdentity identity, IReviews reviews, IOutput output)
{
    /// <exception cref="DeployException">It is not known where the repository is, or there is no token.</exception>
    public static GitHubCheckup At(GitHubPlace place, IOutput output, TimeProvider time) =>
        place.Calls(OctokitIdentity.Patience, time) is { } calls
            ? new GitHubCheckup($"{place}", new OctokitIdentity(calls), new OctokitReviews(calls), output)
            : throw place.Missing("nothing can be read", "actions: read");

    /// <returns><see cref="Verdict.Failed"/> where something does not fit.</returns>
    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    public async Task<Verdict> Look(IReadOnlyList<GateUse> gates, CancellationToken ct)
    {
        var named = identity.Read(ct);
        List<EnvironmentFinding> findings = [];
        foreach (var gate in gates)
            findings.Add(gate.Judge(await reviews.Protection(gate.Name, ct)));

        var report = new GitHubLookedAt(repository, await named, findings);
        output.Emit(report);
        return report.Problems > 0 ? Verdict.Failed : Verdict.Deployed;
    }
}

/// <summary>How GitHub is.</summary>
/// <param name="Identity">How it names jobs of the repository.</param>
internal sealed record GitHubLookedAt(string Repository, OidcRepository Identity, IReadOnlyList<EnvironmentFinding> Gates) : OutputEvent
{
    public int Problems => Gates.Sum(gate => gate.Problems.Count);

    public override EventKind Kind => Problems > 0 ? EventKind.Failure : EventKind.Success;

    public override string Text => string.Join('\n',
    [
        Problems > 0 ? $"GitHub is not as the pipelines of {Repository} need it" : $"GitHub is as the pipelines of {Repository} need it",
        $"  subjects begin with  {string.Join(" or ", Identity.Prefixes)}",
        $"  roles are made with  Repository={Identity.Owner}/{Identity.Name} OwnerId={Identity.Ids?.Owner} RepositoryId={Identity.Ids?.Repository}",
        .. Gates.SelectMany(gate => (string[])
        [
            $"  environment {gate.Gate.Name}: {gate.Seen}",
            .. gate.Problems.Select(problem => $"    problem  {problem}"),
            .. gate.Notes.Select(note => $"    note     {note}"),
        ]),
    ]);
}
