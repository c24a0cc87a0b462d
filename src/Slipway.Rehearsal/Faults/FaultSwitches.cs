using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Faults;

/// <summary>The faults that are on. They end with the process: a cloud that was restarted does all that it is asked to.</summary>
internal sealed class FaultSwitches(RehearsalTime time)
{
    private volatile IReadOnlyList<SwitchedFault> _faults = [];

    /// <summary>Replaces all faults; each counts from now.</summary>
    public void Switch(IReadOnlyList<Fault> faults)
    {
        var now = time.Now;
        _faults = [.. faults.Select(fault => new SwitchedFault(fault, fault.Dose.Lasts is { } lasts ? now + time.Scaled(lasts) : DateTimeOffset.MaxValue))];
    }

    /// <summary>Those that a call may meet, in the order in which they were asked for.</summary>
    public IEnumerable<SwitchedFault> OnCall(string service, string operation) =>
        _faults.Where(one => one.Fault.Place is Place.Calls calls && calls.Has(service, operation));

    /// <summary>Those of a kind that a task may meet, in the order in which they were asked for.</summary>
    public IEnumerable<(SwitchedFault Fault, THarm Harm)> OnTask<THarm>(KnownTask task)
        where THarm : Harm =>
        _faults.Where(one => one.Fault is { Place: Place.Tasks tasks, Harm: THarm } && tasks.Has(task)).Select(one => (one, (THarm)one.Fault.Harm));

    /// <summary>Each fault as it was asked for, how often it hit, and whether it is over.</summary>
    public JsonArray Show()
    {
        var now = time.Now;
        return new([.. _faults.Select(one => (JsonNode)new JsonObject
        {
            ["fault"] = one.Fault.Asked.DeepClone(),
            ["hits"] = one.Hits,
            ["over"] = one.IsOver(now),
        })]);
    }
}
