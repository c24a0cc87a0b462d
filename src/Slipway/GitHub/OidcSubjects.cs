using Slipway.Pipelines;

namespace Slipway.GitHub;

/// <summary>
/// What a job's identity calls it: the claim <c>sub</c>, which the trust policy of a role demands to the letter. It begins with the repository and ends with
/// the context that the job runs in. Upper and lower case count, also where GitHub's own pages do not care.
/// </summary>
internal static class OidcSubjects
{
    // https://docs.github.com/actions/reference/security/oidc#example-subject-claims
    /// <summary>The context of a job that names an environment; such a job never presents its branch.</summary>
    public static string Environment(string name) => $"environment:{Escaped(name)}";

    /// <summary>The context of a job without an environment, of a push to a branch or started by hand on it.</summary>
    public static string Branch(string name) => $"ref:refs/heads/{Escaped(name)}";

    /// <summary>The context of the jobs that a role trusts; null: they may run for any branch.</summary>
    public static string? Context(RoleTrust trust) => trust.Gate is { } gate ? Environment(gate) : trust.Branch is { } branch ? Branch(branch) : null;

    /// <summary>
    /// Every subject that a job of the repository may present, the classic spelling first. One, where GitHub said which it uses or the ids are not known.
    /// </summary>
    /// <param name="context">As <see cref="Environment"/> and <see cref="Branch"/> give it.</param>
    public static IReadOnlyList<string> Of(OidcRepository repository, string context) => [.. repository.Prefixes.Select(prefix => $"{prefix}:{context}")];

    // "Any `:` within the metadata values will be replaced with `%3A`", on the same page.
    private static string Escaped(string name) => name.Replace(":", "%3A", StringComparison.Ordinal);
}

/// <summary>A repository as the identities of its jobs name it. Its parts may stand for values that are filled in later, such as parameters of a template.</summary>
/// <param name="Owner">In GitHub's own spelling.</param>
/// <param name="Name">In GitHub's own spelling.</param>
internal sealed record OidcRepository(string Owner, string Name)
{
    /// <summary>Null: not known.</summary>
    public RepositoryIds? Ids { get; init; }

    /// <summary>How GitHub says that subjects of this repository begin; null: it was not asked, or does not say (an Enterprise Server).</summary>
    public string? Prefix { get; init; }

    /// <summary>By names alone, which somebody else may have after the repository was deleted or renamed.</summary>
    public string Classic => $"repo:{Owner}/{Name}";

    /// <summary>
    /// By names and ids, as repositories use it that were made, renamed or moved since July 2026, and older ones that chose to; not on an Enterprise Server.
    /// Null: the ids are not known.
    /// https://docs.github.com/actions/reference/security/oidc#immutable-subject-claims
    /// </summary>
    public string? Immutable => Ids is null ? null : $"repo:{Owner}@{Ids.Owner}/{Name}@{Ids.Repository}";

    /// <summary>What subjects of its jobs may begin with.</summary>
    public IReadOnlyList<string> Prefixes => Prefix is not null ? [Prefix] : Immutable is { } immutable ? [Classic, immutable] : [Classic];
}

/// <summary>What GitHub calls a repository and its owner for ever.</summary>
internal sealed record RepositoryIds(string Owner, string Repository);
