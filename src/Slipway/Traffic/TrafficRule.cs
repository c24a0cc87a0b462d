namespace Slipway.Traffic;

/// <summary>What a listener rule, or a listener's default action, does with the requests that it matches.</summary>
/// <param name="Arn">The rule's; for a default action that was asked for by its listener, the listener's.</param>
/// <param name="Actions">The type of each action in its order, such as <c>authenticate-oidc</c> and then <c>forward</c>.</param>
/// <param name="Groups">The target groups of its forward action; none where it does not forward.</param>
internal sealed record TrafficRule(string Arn, IReadOnlyList<string> Actions, IReadOnlyList<GroupWeight> Groups)
{
    /// <summary>Whether it is its listener's default action.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether a client stays in the target group that served it first, whatever the weights become.</summary>
    public bool IsSticky { get; init; }

    public int WeightOf(string group) => Groups.FirstOrDefault(one => one.Group == group)?.Weight ?? 0;

    public bool Has(string group) => Groups.Any(one => one.Group == group);

    /// <summary>Whether it shares traffic out so: a group that is not there has the same share as one with the weight 0.</summary>
    public bool Shares(IReadOnlyList<GroupWeight> weights) => Text(Groups) == Text(weights);

    /// <summary>The weights as a person reads them.</summary>
    public string Shown => Groups.Count == 0 ? $"no target group, but {string.Join(", ", Actions)}" : string.Join(", ", Groups.Select(group => group.ToString()));

    private static string Text(IEnumerable<GroupWeight> weights) => string.Join(
        ' ', weights.Where(weight => weight.Weight > 0).OrderBy(weight => weight.Group, StringComparer.Ordinal).Select(weight => $"{weight.Group}={weight.Weight}"));
}

/// <summary>A target group's part of a rule's traffic: its weight, 0 to 999, in proportion to the sum of all.</summary>
/// <param name="Group">ARN of the target group.</param>
internal sealed record GroupWeight(string Group, int Weight)
{
    public override string ToString() => $"{Name(Group)} {Weight}";

    /// <summary>The name in a target group's ARN, which ends with <c>targetgroup/name/id</c>.</summary>
    public static string Name(string group) => group.Split('/') is [.., var name, _] ? name : group;
}
