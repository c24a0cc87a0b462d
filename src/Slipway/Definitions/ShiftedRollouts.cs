namespace Slipway;

/// <summary>ECS's BLUE_GREEN: all traffic at once. <see cref="ShiftedRollout.BakeTime"/> is how long the old version stays for a rollback in seconds.</summary>
public sealed record BlueGreenRollout : ShiftedRollout
{
    internal BlueGreenRollout()
    {
    }
}

/// <summary>ECS's CANARY: a part of the traffic, a wait, the rest.</summary>
/// <param name="Percent">0.1 to 100 in steps of 0.1.</param>
/// <param name="CanaryBake">0 to 24 hours in whole minutes.</param>
public sealed record CanaryRollout(double Percent, TimeSpan CanaryBake) : ShiftedRollout;

/// <summary>ECS's LINEAR: equal steps.</summary>
/// <param name="StepPercent">3 to 100 in steps of 0.1.</param>
/// <param name="StepBake">0 to 24 hours in whole minutes.</param>
public sealed record LinearRollout(double StepPercent, TimeSpan StepBake) : ShiftedRollout;

/// <summary>
/// ECS's LINEAR with a PAUSE before every step: the run lets ECS pass until the next of <paramref name="Percents"/>, judges the gates there, and lets it go on. ECS
/// itself goes back when the run does not come back within <see cref="ShiftedRollout.HoldLimit"/>.
/// </summary>
/// <param name="Percents">Rising, each above 0 and below 100; their greatest common divisor with 100 is ECS's step and must be 3 or more.</param>
public sealed record SteppedRollout(IReadOnlyList<int> Percents) : ShiftedRollout;

/// <summary>
/// Two ECS services, <c>{application}-{service}-blue</c> and <c>-green</c>, behind one weighted rule. A release goes to the one without traffic; Slipway moves and
/// verifies the weights. The other stays as it is: going back is a change of weights.
/// </summary>
/// <param name="Percents">Rising, each above 0 and below 100.</param>
public sealed record ServicePairRollout(IReadOnlyList<int> Percents) : ShiftedRollout;
