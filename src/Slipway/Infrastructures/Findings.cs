using System.Diagnostics.CodeAnalysis;

namespace Slipway.Infrastructures;

/// <summary>What a finding is about.</summary>
internal enum Topic
{
    Cluster,
    Controller,
    Network,
    Role,
    TargetGroup,
    HealthCheck,
    Traffic,
    Secret,
    Site,

    /// <summary>The paths of a site's distribution that lead to a service.</summary>
    SitePaths,
    ReleaseBucket,
}

/// <summary>Something about the infrastructure with which a deploy would fail.</summary>
/// <param name="Where">Where it is named, such as <c>Infrastructure / Cluster</c>.</param>
/// <param name="Seen">What was seen there, and what is wrong with it.</param>
/// <param name="Try">What to do.</param>
internal sealed record Finding(Topic Topic, string Where, string Seen, string Try);

/// <summary>Something that keeps nothing from being deployed.</summary>
/// <param name="Try">What to do; null: it is for people to know.</param>
/// <param name="IsUnchecked">Whether it tells what was not checked, and why.</param>
internal sealed record FindingNote(Topic Topic, string Seen, string? Try, bool IsUnchecked)
{
    public string Text => IsUnchecked ? $"not checked: {Seen}" : Try is null ? Seen : $"{Seen}: {Try}";
}

/// <summary>What a check found, and what somebody should know although it keeps nothing from being deployed.</summary>
internal sealed class Findings
{
    private readonly InfrastructureSource? _source;
    private readonly Topic _topic;
    private readonly List<Finding> _all;
    private readonly List<FindingNote> _notes;

    public Findings(InfrastructureSource? source)
        : this(source, Topic.Cluster, [], [])
    {
    }

    private Findings(InfrastructureSource? source, Topic topic, List<Finding> all, List<FindingNote> notes) =>
        (_source, _topic, _all, _notes) = (source, topic, all, notes);

    public IReadOnlyList<Finding> All => _all;

    public IReadOnlyList<FindingNote> Remarks => _notes;

    public IReadOnlyList<string> Notes => [.. _notes.Select(note => note.Text)];

    /// <summary>These findings, to which something is added about <paramref name="topic"/>.</summary>
    public Findings On(Topic topic) => new(_source, topic, _all, _notes);

    /// <param name="member">Of <see cref="Infrastructure"/>; see <see cref="Where"/>.</param>
    public void Add(string member, string seen, string next) => AddElsewhere(Where(member), seen, next);

    public void AddElsewhere(string where, string seen, string next) => _all.Add(new Finding(_topic, where, seen, next));

    public void Note(string note, string? next = null) => _notes.Add(new FindingNote(_topic, note, next, IsUnchecked: false));

    /// <summary>The answer; where there is none, a note that <paramref name="what"/> was not checked.</summary>
    public bool Answered<T>(Answer<T> answer, string what, [MaybeNullWhen(false)] out T value)
    {
        if (answer.Is(out value))
            return true;

        _notes.Add(new FindingNote(_topic, $"{what}: {answer.Why}", Try: null, IsUnchecked: true));
        return false;
    }

    /// <summary>Where a member has its value from.</summary>
    public string Where(string member) => _source switch
    {
        TerraformOutputs outputs => $"output {outputs.Names.First(name => name.Member == member).Output} of {outputs.Folder}",
        ConventionalInfrastructure => $"{member}, by convention",
        _ => $"Infrastructure / {member}",
    };
}
