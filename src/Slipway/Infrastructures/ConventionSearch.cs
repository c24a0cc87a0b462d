namespace Slipway.Infrastructures;

/// <summary>What was looked for and not found.</summary>
internal sealed class ConventionSearch(Application application, DeployEnvironment environment)
{
    private readonly List<string> _missing = [];

    public Application Application => application;

    public DeployEnvironment Environment => environment;

    public IReadOnlyList<string> Missing => _missing;

    public IReadOnlyList<T> Some<T>(Answer<IReadOnlyList<T>> answer, string kind, string name)
    {
        if (!answer.Is(out var found))
            _missing.Add($"{kind,-15} {name}: could not be looked for: {answer.Why}");
        else if (found.Count == 0)
            _missing.Add($"{kind,-15} {name}");

        return found ?? [];
    }

    public T? One<T>(Answer<IReadOnlyList<T>> answer, Func<T, bool> isIt, string kind, string name)
        where T : class =>
        Some(answer.Is(out var all) ? Answer.Of<IReadOnlyList<T>>([.. all.Where(isIt)]) : answer, kind, name) is [var only, ..] ? only : null;

    /// <summary>The one that is meant; several are as bad as none.</summary>
    /// <param name="shown">What of each is shown where there are several.</param>
    public T? Only<T>(Answer<IReadOnlyList<T>> answer, Func<T, bool> isIt, string kind, string name, Func<T, string> shown)
        where T : class
    {
        if (!answer.Is(out var all) || all.Where(isIt).ToList() is not { Count: > 1 } several)
            return One(answer, isIt, kind, name);

        _missing.Add($"{kind,-15} {name}: there are {several.Count}, {string.Join(", ", several.Select(shown))}; write down which one");
        return null;
    }
}
