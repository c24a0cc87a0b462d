namespace Slipway.Rehearsal.CloudWatch;

/// <summary>
/// What was measured within one stretch of time. Values are also counted in logarithmic bins of about 1 %, from which percentiles
/// come: the memory is bounded however many values there are.
/// </summary>
internal sealed class Bucket
{
    private const double Growth = 1.01;
    private readonly Dictionary<int, double> _bins = [];
    private double _unbinned;

    public double Count { get; private set; }
    public double Sum { get; private set; }
    public double Minimum { get; private set; } = double.PositiveInfinity;
    public double Maximum { get; private set; } = double.NegativeInfinity;

    public void Add(double value, double count = 1)
    {
        Include(count, value * count, value, value);
        var bin = Bin(value);
        _bins[bin] = _bins.GetValueOrDefault(bin) + count;
    }

    /// <summary>Adds a statistic set. Unless all its values are equal, nothing is known of percentiles any more.</summary>
    public void AddSet(double count, double sum, double minimum, double maximum)
    {
        if (minimum == maximum)
        {
            Add(minimum, count);
            return;
        }

        Include(count, sum, minimum, maximum);
        _unbinned += count;
    }

    public void Add(Bucket other)
    {
        Include(other.Count, other.Sum, other.Minimum, other.Maximum);
        _unbinned += other._unbinned;
        foreach (var (bin, count) in other._bins)
            _bins[bin] = _bins.GetValueOrDefault(bin) + count;
    }

    /// <summary>A statistic by CloudWatch's name; null when these values do not give it.</summary>
    public double? Statistic(Statistic statistic) => statistic switch
    {
        { Percentile: { } percentile } => _unbinned > 0 ? null : AtPercentile(percentile),
        { Name: "SampleCount" } => Count,
        { Name: "Sum" } => Sum,
        { Name: "Average" } => Sum / Count,
        { Name: "Minimum" } => Minimum,
        _ => Maximum,
    };

    private double AtPercentile(double percentile)
    {
        var rank = percentile / 100 * Count;
        var seen = 0.0;
        foreach (var (bin, count) in _bins.OrderBy(pair => pair.Key))
        {
            seen += count;
            if (seen >= rank - 1e-9)
                return Math.Clamp(Middle(bin), Minimum, Maximum);
        }

        return Maximum;
    }

    private void Include(double count, double sum, double minimum, double maximum)
    {
        Count += count;
        Sum += sum;
        Minimum = Math.Min(Minimum, minimum);
        Maximum = Math.Max(Maximum, maximum);
    }

    // Bin 0 is zero; positive values have bins above, negative ones mirrored bins below. 1e-9 is the least value told from zero.
    private static int Bin(double value) => Math.Abs(value) < 1e-9
        ? 0
        : Math.Sign(value) * (1 + (int)Math.Floor(Math.Log(Math.Abs(value) / 1e-9, Growth)));

    private static double Middle(int bin) => bin == 0 ? 0 : Math.Sign(bin) * 1e-9 * Math.Pow(Growth, Math.Abs(bin) - 0.5);
}
