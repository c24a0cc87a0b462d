namespace Slipway.Rehearsal.CloudWatch;

/// <summary>What ECS needs of alarms.</summary>
internal interface IAlarms
{
    /// <summary>
    /// The state of the alarm of a name as it is judged now: OK, ALARM or INSUFFICIENT_DATA; null when there is none. Of
    /// several accounts' alarms of one name, one in ALARM comes first.
    /// </summary>
    string? State(string name);
}
