namespace Slipway.Rehearsal.Faults;

/// <summary>A fault that was switched on, and how often it hit since.</summary>
/// <param name="until">When it is over at the latest.</param>
internal sealed class SwitchedFault(Fault fault, DateTimeOffset until)
{
    private readonly Lock _gate = new();
    private readonly Random _chance = fault.Dose.Seed is { } seed ? new Random(seed) : new Random();
    private readonly HashSet<string> _tasks = new(StringComparer.Ordinal);
    private int _occasions;
    private int _hits;

    public Fault Fault => fault;

    public int Hits => Volatile.Read(ref _hits);

    public bool IsOver(DateTimeOffset now) => now >= until || Hits >= fault.Dose.Count;

    /// <summary>Whether it hits on an occasion on which it may; this counts as one.</summary>
    public bool Strikes(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (IsOver(now) || _occasions++ < fault.Dose.Skip || _chance.NextDouble() >= fault.Dose.Probability)
                return false;

            _hits++;
            return true;
        }
    }

    /// <summary>As <see cref="Strikes(DateTimeOffset)"/>, once for each task.</summary>
    public bool Strikes(string taskId, DateTimeOffset now)
    {
        lock (_gate)
            return _tasks.Add(taskId) && Strikes(now);
    }
}
