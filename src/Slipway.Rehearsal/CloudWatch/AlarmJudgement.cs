namespace Slipway.Rehearsal.CloudWatch;

/// <summary>What alarms ask: how many of the newest periods breach, and what to think of those without data.</summary>
internal sealed record AlarmRule(string Comparison, double Threshold, int EvaluationPeriods, int DatapointsToAlarm, string TreatMissingData)
{
    /// <summary>
    /// How many periods are looked at: more than are evaluated, so that late data count. AWS does not tell how many; its examples
    /// have two more.
    /// </summary>
    public int Range => EvaluationPeriods + 2;

    public bool Breaches(double value) => Comparison switch
    {
        "GreaterThanThreshold" => value > Threshold,
        "GreaterThanOrEqualToThreshold" => value >= Threshold,
        "LessThanThreshold" => value < Threshold,
        _ => value <= Threshold,
    };
}

/// <summary>
/// Judges an alarm as AWS documents it
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html). Pure.
/// </summary>
internal static class AlarmJudgement
{
    /// <param name="newestFirst">The values of the complete periods within the rule's range; null where there was no data.</param>
    /// <param name="current">The state to keep where missing data are ignored.</param>
    /// <returns>The state and the reason for it.</returns>
    public static (string State, string Reason) Of(AlarmRule rule, IReadOnlyList<double?> newestFirst, string current)
    {
        // The newest ones that are there, as many as are evaluated; where there are fewer, the rest is filled.
        var known = newestFirst.Take(rule.Range).OfType<double>().Take(rule.EvaluationPeriods).ToList();
        var filled = rule.EvaluationPeriods - known.Count;
        var breaching = known.Count(rule.Breaches);
        var counted = breaching + (rule.TreatMissingData == "breaching" ? filled : 0);

        if (known.Count == 0)
            return WithoutData(rule.TreatMissingData, current);
        if (counted >= rule.DatapointsToAlarm)
            return ("ALARM", $"{Counted(rule, counted)}.");
        if (filled == 0 || breaching < known.Count || rule.TreatMissingData is "breaching" or "notBreaching")
            return ("OK", $"{Counted(rule, counted)}; {rule.DatapointsToAlarm} would be needed.");

        // All that is known breaches, and there is too little of it: an old breach that nothing has contradicted since is believed.
        var oldest = newestFirst.Take(rule.Range).Select((value, index) => value is null ? 0 : index + 1).Max();
        return rule.TreatMissingData == "missing" && oldest >= rule.DatapointsToAlarm
            ? ("ALARM", $"{Counted(rule, counted)}, and no newer one was received.")
            : (current, $"{Counted(rule, counted)}; too few were received to decide.");
    }

    private static (string State, string Reason) WithoutData(string treatMissingData, string current) => treatMissingData switch
    {
        "breaching" => ("ALARM", "No datapoints were received and missing data is treated as breaching."),
        "notBreaching" => ("OK", "No datapoints were received and missing data is treated as not breaching."),
        "ignore" => (current, "No datapoints were received and missing data is ignored."),
        _ => ("INSUFFICIENT_DATA", "No datapoints were received."),
    };

    private static string Counted(AlarmRule rule, int breaching) =>
        $"{breaching} datapoints of the last {rule.EvaluationPeriods} breached the threshold ({rule.Threshold})";
}
