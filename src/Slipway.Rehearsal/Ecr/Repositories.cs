using System.Collections.Immutable;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecr;

/// <summary>
/// All repositories. There is one registry host for all accounts, so a name exists once; the API shows a repository to its own
/// account alone.
/// </summary>
internal sealed class Repositories
{
    private const string Document = "ecr";
    private readonly IStateStore _state;
    private readonly Lock _gate = new();
    private volatile ImmutableSortedDictionary<string, Repository> _all;

    /// <exception cref="DeployException">The saved state cannot be read.</exception>
    public Repositories(IStateStore state)
    {
        _state = state;
        _all = state.Load<Saved>(Document)?.Repositories ?? ImmutableSortedDictionary.Create<string, Repository>(StringComparer.Ordinal);
    }

    public IEnumerable<Repository> Of(string account) => _all.Values.Where(repository => repository.Account == account);

    public Repository? Find(string name) => _all.GetValueOrDefault(name);

    /// <exception cref="AwsError">RepositoryNotFoundException.</exception>
    public Repository Get(string name, string account) =>
        Find(name) is { } repository && repository.Account == account ? repository : throw NotFound(name, account);

    /// <exception cref="AwsError">RepositoryAlreadyExistsException.</exception>
    public void Add(Repository repository)
    {
        lock (_gate)
        {
            if (_all.TryGetValue(repository.Name, out var existing))
            {
                throw new AwsError(
                    "RepositoryAlreadyExistsException",
                    $"The repository with name '{repository.Name}' already exists in the registry with id '{existing.Account}'");
            }

            Keep(_all.Add(repository.Name, repository));
        }
    }

    /// <summary>Replaces a repository by what <paramref name="change"/> makes of it; when that throws, nothing is changed.</summary>
    public Repository Change(string name, string account, Func<Repository, Repository> change)
    {
        lock (_gate)
        {
            var changed = change(Get(name, account));
            Keep(_all.SetItem(name, changed));
            return changed;
        }
    }

    public void Remove(string name)
    {
        lock (_gate)
            Keep(_all.Remove(name));
    }

    public static AwsError NotFound(string name, string account) =>
        new("RepositoryNotFoundException", $"The repository with name '{name}' does not exist in the registry with id '{account}'");

    private void Keep(ImmutableSortedDictionary<string, Repository> all)
    {
        _state.Save(Document, new Saved(all));
        _all = all;
    }

    private sealed record Saved(ImmutableSortedDictionary<string, Repository> Repositories);
}
