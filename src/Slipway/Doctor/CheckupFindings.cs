using System.Diagnostics.CodeAnalysis;
using Slipway.Infrastructures;

namespace Slipway.Doctor;

/// <summary>One thing that a checkup found.</summary>
/// <param name="Resource">What it is about, such as <c>service shop-web</c>.</param>
/// <param name="Seen">The evidence.</param>
/// <param name="Try">What to do.</param>
internal sealed record CheckupFinding(CheckKind Kind, string Resource, string Seen, string Try);

/// <summary>What a checkup found, and what it could not look at.</summary>
internal sealed class CheckupFindings
{
    private readonly List<CheckupFinding> _all = [];
    private readonly List<string> _unseen = [];

    /// <summary>By resource, problems first.</summary>
    public IReadOnlyList<CheckupFinding> All =>
        [.. _all.OrderBy(one => one.Resource, StringComparer.Ordinal).ThenBy(one => one.Kind.Severity).ThenBy(one => one.Kind.Id, StringComparer.Ordinal)];

    /// <summary>A line for each, with the reason.</summary>
    public IReadOnlyList<string> Unseen => [.. _unseen.Distinct(StringComparer.Ordinal)];

    public void Add(CheckKind kind, string resource, string seen, string next) => _all.Add(new CheckupFinding(kind, resource, seen, next));

    public void NotSeen(string what, string why) => _unseen.Add($"{what}: {why}");

    /// <summary>The answer; where there is none, a line that <paramref name="what"/> was not looked at.</summary>
    public bool Answered<T>(Answer<T> answer, string what, [MaybeNullWhen(false)] out T value)
    {
        if (answer.Is(out value))
            return true;

        NotSeen(what, answer.Why!);
        return false;
    }
}
