using System.Collections.Immutable;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecr;

/// <summary>
/// All repositories. Each account has its own, and the API shows them to that account alone. There is one registry host for all accounts, where AWS has one for
/// each: whoever pushes means the account that the password was given to, and what is pulled is found in any. Whoever asks first whether something is there (HEAD)
/// is about to push.
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
        _all = (state.Load<Saved>(Document)?.Repositories.Values ?? []).ToImmutableSortedDictionary(repository => Key(repository.Name, repository.Account), repository => repository, StringComparer.Ordinal);
    }

    public IEnumerable<Repository> Of(string account) => _all.Values.Where(repository => repository.Account == account);

    public Repository? Find(string name, string account) => _all.GetValueOrDefault(Key(name, account));

    /// <summary>The repository to pull from: the account's own where it has what is asked for, otherwise another account's that has it.</summary>
    public Repository? Find(string name, string account, Func<Repository, bool> has) =>
        Find(name, account) is { } own && has(own) ? own
        : _all.Values.FirstOrDefault(repository => repository.Name == name && has(repository)) ?? Find(name, account);

    /// <exception cref="AwsError">RepositoryNotFoundException.</exception>
    public Repository Get(string name, string account) =>
        Find(name, account) ?? throw NotFound(name, account);

    /// <exception cref="AwsError">RepositoryAlreadyExistsException.</exception>
    public void Add(Repository repository)
    {
        lock (_gate)
        {
            if (Find(repository.Name, repository.Account) is not null)
            {
                throw new AwsError(
                    "RepositoryAlreadyExistsException",
                    $"The repository with name '{repository.Name}' already exists in the registry with id '{repository.Account}'");
            }

            Keep(_all.Add(Key(repository.Name, repository.Account), repository));
        }
    }

    /// <summary>Replaces a repository by what <paramref name="change"/> makes of it; when that throws, nothing is changed.</summary>
    public Repository Change(string name, string account, Func<Repository, Repository> change)
    {
        lock (_gate)
        {
            var changed = change(Get(name, account));
            Keep(_all.SetItem(Key(name, account), changed));
            return changed;
        }
    }

    public void Remove(string name, string account)
    {
        lock (_gate)
            Keep(_all.Remove(Key(name, account)));
    }

    public static AwsError NotFound(string name, string account) =>
        new("RepositoryNotFoundException", $"The repository with name '{name}' does not exist in the registry with id '{account}'");

    private static string Key(string name, string account) => $"{account}/{name}";

    private void Keep(ImmutableSortedDictionary<string, Repository> all)
    {
        _state.Save(Document, new Saved(all));
        _all = all;
    }

    private sealed record Saved(ImmutableSortedDictionary<string, Repository> Repositories);
}
