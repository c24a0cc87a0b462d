namespace Slipway.Rehearsal.CloudWatch;

/// <summary>What alarms ask: how many of the newest periods breach, and what to think of those without data.</summary>
internal sealed record AlarmRule(string Comparison, double Threshold, int EvaluationPeriods, int DatapointsToAlarm, string TreatMissingData)
{
    public bool Breaches(double value) => Comparison switch
    {
        "GreaterThanThreshold" => value > Threshold,
        "GreaterThanOrEqualToThreshold" => value >= Threshold,
        "LessThanThreshold" => value < Threshold,
        _ => value <= Threshold,
    };
}

/// <summary>Judges an alarm. Pure.</summary>
internal static class AlarmJudgement
{
    /// <param name="newestFirst">The values of complete periods; null where there was no data.</param>
    /// <param name="current">The state to keep where missing data is ignored.</param>
    /// <returns>The state and the reason for it.</returns>
    public static (string State, string Reason) Of(AlarmRule rule, IReadOnlyList<double?> newestFirst, string current)
    {
        var considered = newestFirst.Take(rule.EvaluationPeriods).ToList();
        var known = considered.Count(value => value is not null);
        var breaching = considered.Count(value => value is { } number && rule.Breaches(number));
        var missing = rule.EvaluationPeriods - known;
        var missingBreaches = rule.TreatMissingData == "breaching";

        if (known == 0)
        {
            return rule.TreatMissingData switch
            {
                "breaching" => ("ALARM", Say("no datapoints were received and missing data is treated as breaching")),
                "notBreaching" => ("OK", Say("no datapoints were received and missing data is treated as not breaching")),
                "ignore" => (current, Say("no datapoints were received and missing data is ignored")),
                _ => ("INSUFFICIENT_DATA", Say("no datapoints were received")),
            };
        }

        var counted = breaching + (missingBreaches ? missing : 0);
        if (counted >= rule.DatapointsToAlarm)
            return ("ALARM", Say($"{counted} datapoints of the last {rule.EvaluationPeriods} breached the threshold ({rule.Threshold})"));

        // Too few are known to tell, and those missing could tip the scale: nothing is decided anew.
        return missing > 0 && rule.TreatMissingData == "ignore" && breaching + missing >= rule.DatapointsToAlarm
            ? (current, Say("too few datapoints were received and missing data is ignored"))
            : ("OK", Say($"{counted} datapoints of the last {rule.EvaluationPeriods} breached the threshold ({rule.Threshold}); {rule.DatapointsToAlarm} would be needed"));

        static string Say(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }
}
