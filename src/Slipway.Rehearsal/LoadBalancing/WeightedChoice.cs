namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Which target group of a forward action takes a request.</summary>
internal static class WeightedChoice
{
    /// <summary>The group at <paramref name="unit"/> of the summed weights, or null when all weights are zero.</summary>
    /// <param name="unit">From 0 up to, not including, 1.</param>
    public static WeightedGroup? Pick(IReadOnlyList<WeightedGroup> groups, double unit)
    {
        var at = unit * groups.Sum(group => group.Weight);

        foreach (var group in groups)
        {
            if (at < group.Weight)
                return group;

            at -= group.Weight;
        }

        return null;
    }
}
