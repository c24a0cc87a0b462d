namespace Slipway.GitHub;

/// <summary>Asks GitHub for the ids of a repository and for the form of its subjects, of which Octokit knows nothing: over its connection.</summary>
internal sealed class OctokitIdentity(OctokitCalls calls) : IRepositoryIdentity
{
    /// <summary>A person waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // What the default template is made of.
    private static readonly IReadOnlyList<string> Default = ["repo", "context"];

    public async Task<OidcRepository> Read(CancellationToken ct)
    {
        var repository = await calls.Read<RepositoryAnswer>(GitHubCall.ReadRepository, "", ct);
        var form = await calls.FindAt<SubjectForm>(GitHubCall.ReadSubjectForm, "/actions/oidc/customization/sub", ct);
        if (form is { UseDefault: false, IncludeClaimKeys: { Count: > 0 } keys } && !keys.SequenceEqual(Default, StringComparer.Ordinal))
        {
            throw new DeployException(
                $"""
                 The jobs of {repository.FullName} name themselves in a form of its own. Nothing was changed.
                   seen  the subject is made of {string.Join(", ", keys)}
                   try   put the default back: gh api --method PUT repos/{repository.FullName}/actions/oidc/customization/sub --field use_default=true
                 """);
        }

        // GitHub's own spelling, which need not be the one that it was asked with.
        return new OidcRepository(repository.FullName.Split('/')[0], repository.FullName.Split('/')[^1])
        {
            Ids = new RepositoryIds($"{repository.Owner?.Id}", $"{repository.Id}"),
            // An Enterprise Server does not say it, and has the classic form alone.
            Prefix = form?.SubClaimPrefix is { Length: > 0 } prefix ? prefix.TrimEnd(':') : null,
        };
    }

    internal sealed class RepositoryAnswer
    {
        public long Id { get; set; }

        public string FullName { get; set; } = "";

        public OwnerAnswer? Owner { get; set; }
    }

    internal sealed class OwnerAnswer
    {
        public long Id { get; set; }
    }

    // https://docs.github.com/rest/actions/oidc#get-the-customization-template-for-an-oidc-subject-claim-for-a-repository
    internal sealed class SubjectForm
    {
        public bool UseDefault { get; set; }

        public List<string>? IncludeClaimKeys { get; set; }

        public string? SubClaimPrefix { get; set; }
    }
}
