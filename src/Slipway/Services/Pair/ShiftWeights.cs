using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>
/// The weights that one run believes a rule to have, and the only thing that writes them. They are compared before every write and at every look: what somebody else wrote is
/// seen and left alone. A write whose answer was lost is one that is not confirmed yet.
/// </summary>
internal sealed class ShiftWeights(IWeights weights, ShiftStep step)
{
    /// <summary>Writes of the same weights after which they are taken for refused.</summary>
    private const int Attempts = 10;

    private IReadOnlyList<GroupWeight> _known = step.FromWeights;
    private int? _wanted;
    private int _attempts;

    /// <summary>The new side's part of the traffic, as far as it is confirmed.</summary>
    public int Percent { get; private set; } = step.From;

    /// <summary>Whether a write was tried.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Weights that were written and not confirmed; null: none.</summary>
    public int? Unconfirmed => _wanted;

    /// <summary>What the run expects to see.</summary>
    public string Known => string.Join(", ", _known);

    /// <summary>Takes the weights of a shift that ended well earlier in this run for known.</summary>
    public void Arrived() => (_known, Percent) = (step.Giving(100), 100);

    /// <summary>Reads the rule. What it shows if that is neither what was known nor what was written; null: all is as it should be.</summary>
    /// <exception cref="DeployException">It could not be read.</exception>
    public async Task<string?> Look(CancellationToken ct)
    {
        var found = await weights.Read([step.Groups.Rule], ct);
        return found.TryGetValue(step.Groups.Rule, out var rule) ? Take(rule) : "the rule does not exist any more";
    }

    /// <summary>Gives the new side a part of the traffic. The answer is as <see cref="Look"/>'s; whether it is confirmed, <see cref="Percent"/> tells.</summary>
    /// <exception cref="DeployException">It was refused, or failed in a way that may pass: then whether it was done shows at the next look.</exception>
    public async Task<string?> Write(int percent, CancellationToken ct)
    {
        _attempts = _wanted == percent ? _attempts + 1 : 1;
        if (_attempts > Attempts)
        {
            throw new DeployException(
                $"""
                 Weights were written to {step.Groups.Rule} {Attempts} times, and it still has the old ones.
                   wanted  {string.Join(", ", step.Giving(percent))}
                   found   {Known}
                   try     look for what else writes to this rule (CloudTrail: ModifyRule, ModifyListener)
                 """);
        }

        (_wanted, HasWritten) = (percent, true);
        return Take((await weights.Write(step.Groups.Rule, _known, step.Giving(percent), ct)).Seen);
    }

    private string? Take(TrafficRule rule)
    {
        if (_wanted is { } percent && rule.Shares(step.Giving(percent)))
            (_known, Percent, _wanted) = (step.Giving(percent), percent, null);
        else if (!rule.Shares(_known))
            return rule.Shown;

        return null;
    }
}
