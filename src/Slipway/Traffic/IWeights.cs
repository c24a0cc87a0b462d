namespace Slipway.Traffic;

/// <summary>The rules of load balancers that share traffic out between target groups.</summary>
internal interface IWeights
{
    /// <summary>Rules by the ARNs that they are asked for by: of listener rules, or of listeners for their default actions. What does not exist is left out.</summary>
    Task<IReadOnlyDictionary<string, TrafficRule>> Read(IReadOnlyCollection<string> rules, CancellationToken ct);

    /// <summary>
    /// Gives the groups of a rule's forward action the weights <paramref name="to"/>, if it shares traffic out as <paramref name="from"/> says at this moment, and reads
    /// back. All else that the rule does is kept. Elastic Load Balancing has no conditional write: what somebody else writes in the same instant may be lost.
    /// </summary>
    /// <exception cref="DeployException">The rule is gone, does not forward, or may not be changed.</exception>
    Task<WeightsWritten> Write(string rule, IReadOnlyList<GroupWeight> from, IReadOnlyList<GroupWeight> to, CancellationToken ct);
}

/// <param name="Wrote">False: the rule shared traffic out in another way than expected, and nothing was written.</param>
/// <param name="Seen">What the rule does now.</param>
internal sealed record WeightsWritten(bool Wrote, TrafficRule Seen);
