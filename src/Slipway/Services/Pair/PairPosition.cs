using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>Where the traffic of a pair is.</summary>
/// <param name="Live">The side that serves, or, while both do, the one that did before.</param>
/// <param name="Weights">Blue's and green's, as the rule has them.</param>
/// <param name="Percent">The other side's part of the traffic, 0 to 100, rounded down, but at least 1 where it has any.</param>
internal sealed record PairPosition(PairSide Live, IReadOnlyList<GroupWeight> Weights, int Percent)
{
    public PairSide Next => Live.Other();

    public bool IsMixed => Percent > 0;

    /// <summary>As a line of the plan.</summary>
    public string Line => IsMixed
        ? $"{Live.Word()} is live; {Next.Word()} has {Percent} % of the traffic, from a run that did not end ({string.Join(", ", Weights)})"
        : $"{Live.Word()} is live ({string.Join(", ", Weights)}); next is {Next.Word()}";

    /// <summary>
    /// The side with the weight is live. Where both have some, a run ended in the middle: what the ledger says is live then, or else the side that was deployed first, since a
    /// release deploys the other one before it moves traffic.
    /// </summary>
    /// <param name="ledger">The side of the release that the ledger calls live; null: not known.</param>
    /// <exception cref="DeployException">The traffic is shared out in a way that no run of this tool leaves behind (<see cref="Verdict.Refused"/>).</exception>
    public static PairPosition Of(string service, PairGroups groups, PairObservation seen, PairSide? ledger)
    {
        var rule = seen.Rule ?? throw Refused(service, groups, $"the rule {groups.Rule} does not exist", "correct Infrastructure.Traffic, or create the rule");
        Check(service, groups, rule);

        var (blue, green) = (rule.WeightOf(groups.Blue), rule.WeightOf(groups.Green));
        var live = (blue, green) switch
        {
            ( > 0, 0) => PairSide.Blue,
            (0, > 0) => PairSide.Green,
            _ => ledger ?? DeployedFirst(seen),
        };
        var share = 100.0 * (live == PairSide.Blue ? green : blue) / (blue + green);
        return new PairPosition(
            live, [new GroupWeight(groups.Blue, blue), new GroupWeight(groups.Green, green)], share is > 0 and < 1 ? 1 : (int)share);
    }

    private static PairSide DeployedFirst(PairObservation seen) => (At(seen.Blue), At(seen.Green)) switch
    {
        (null, not null) => PairSide.Green,
        ({ } blue, { } green) when green < blue => PairSide.Green,
        _ => PairSide.Blue,
    };

    private static DateTimeOffset? At(ObservedService? service) => service is null ? null : service.Snapshot.Primary?.CreatedAt ?? DateTimeOffset.MinValue;

    private static void Check(string service, PairGroups groups, TrafficRule rule)
    {
        if (!rule.Has(groups.Blue) || !rule.Has(groups.Green))
        {
            throw Refused(
                service, groups, $"the rule does not forward to both target groups; it has {rule.Shown}",
                $"make it one forward action to {GroupWeight.Name(groups.Blue)} with the weight 100 and {GroupWeight.Name(groups.Green)} with 0");
        }

        if (rule.Groups.Any(group => group.Weight > 0 && group.Group != groups.Blue && group.Group != groups.Green))
            throw Refused(service, groups, $"a target group that is not the pair's has traffic: {rule.Shown}", "take it out of the rule, or give it the weight 0");

        if (rule.WeightOf(groups.Blue) + rule.WeightOf(groups.Green) == 0)
            throw Refused(service, groups, $"no target group has traffic: {rule.Shown}", "give the side that serves a weight: every request is answered with 503 now");
    }

    private static DeployException Refused(string service, PairGroups groups, string seen, string next) => new(
        $"""
         The traffic of {service} cannot be moved. Nothing was changed.
           rule  {groups.Rule}
           seen  {seen}
           try   {next}
         """,
        Verdict.Refused);
}
