using System.Diagnostics.CodeAnalysis;

namespace Slipway.Infrastructures;

/// <summary>Something about the infrastructure with which a deploy would fail.</summary>
/// <param name="Where">Where it is named, such as <c>Infrastructure / Cluster</c>.</param>
/// <param name="Seen">What was seen there, and what is wrong with it.</param>
/// <param name="Try">What to do.</param>
internal sealed record Finding(string Where, string Seen, string Try);

/// <summary>What a check found, and what somebody should know although it keeps nothing from being deployed.</summary>
internal sealed class Findings(InfrastructureSource? source)
{
    private readonly List<Finding> _all = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<Finding> All => _all;

    public IReadOnlyList<string> Notes => _notes;

    /// <param name="member">Of <see cref="Infrastructure"/>; see <see cref="Where"/>.</param>
    public void Add(string member, string seen, string next) => _all.Add(new Finding(Where(member), seen, next));

    public void AddElsewhere(string where, string seen, string next) => _all.Add(new Finding(where, seen, next));

    public void Note(string note) => _notes.Add(note);

    /// <summary>The answer; where there is none, a note that <paramref name="what"/> was not checked.</summary>
    public bool Answered<T>(Answer<T> answer, string what, [MaybeNullWhen(false)] out T value)
    {
        if (answer.Is(out value))
            return true;

        Note($"not checked: {what}: {answer.Why}");
        return false;
    }

    /// <summary>Where a member has its value from.</summary>
    public string Where(string member) => source switch
    {
        TerraformOutputs outputs => $"output {outputs.Names.First(name => name.Member == member).Output} of {outputs.Folder}",
        ConventionalInfrastructure => $"{member}, by convention",
        _ => $"Infrastructure / {member}",
    };
}
