using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>The value of an expression: one number, a series by time, or several series.</summary>
internal abstract record MathValue
{
    private MathValue() { }

    public sealed record Scalar(double Value) : MathValue;

    public sealed record Series(SortedDictionary<long, double> Points) : MathValue;

    public sealed record Many(IReadOnlyList<MathValue> Items) : MathValue;
}

/// <summary>Evaluates metric math. Pure.</summary>
/// <param name="lookup">The value of an id; null when there is none of that name.</param>
/// <param name="metrics">The metrics of the request whose id holds a text, for METRICS().</param>
/// <param name="times">The beginnings of all periods asked for: what FILL fills.</param>
internal sealed class MetricMath(Func<string, MathValue?> lookup, Func<string, IReadOnlyList<MathValue>> metrics, IReadOnlyList<long> times)
{
    public MathValue Evaluate(MathNode node) => node switch
    {
        MathNode.Constant constant => new MathValue.Scalar(constant.Value),
        MathNode.Name name => lookup(name.Id) ?? throw Wrong($"no metric or expression has the id '{name.Id}'"),
        MathNode.Array array => new MathValue.Many([.. array.Items.Select(Evaluate)]),
        MathNode.Binary binary => Combine(Evaluate(binary.Left), Evaluate(binary.Right), Operator(binary.Operator)),
        MathNode.Call { Function: "IF", Arguments: [var condition, var then, var otherwise] } => If(Evaluate(condition), Evaluate(then), Evaluate(otherwise)),
        MathNode.Call { Function: "FILL", Arguments: [var series, var filler] } => Fill(Evaluate(series), filler),
        MathNode.Call { Function: "METRICS", Arguments: [] } => new MathValue.Many(metrics("")),
        MathNode.Call { Function: "METRICS", Arguments: [MathNode.Text part] } => new MathValue.Many(metrics(part.Value)),
        MathNode.Call { Function: "RATE", Arguments: [var argument] } => Rate(Evaluate(argument)),
        MathNode.Call { Function: "ABS" or "CEIL" or "FLOOR", Arguments: [var argument] } call => Each(Evaluate(argument), call.Function),
        MathNode.Call { Function: "SUM" or "AVG" or "MIN" or "MAX", Arguments: [_, ..] } call => Aggregate(call.Function, [.. call.Arguments.Select(Evaluate)]),
        MathNode.Call call => throw Wrong($"function {call.Function} with {call.Arguments.Count} arguments is not offered; offered: SUM, AVG, MIN, MAX, RATE, FILL, IF, METRICS, ABS, CEIL, FLOOR"),
        _ => throw Wrong("unknown expression"),
    };

    /// <summary>
    /// Two series are combined where both have a point. What is no number (a division by zero) is no point.
    /// </summary>
    private static MathValue Combine(MathValue left, MathValue right, Func<double, double, double> combine) => (left, right) switch
    {
        (MathValue.Scalar a, MathValue.Scalar b) => new MathValue.Scalar(combine(a.Value, b.Value)),
        (MathValue.Series a, MathValue.Scalar b) => Points(a.Points.Select(point => (point.Key, combine(point.Value, b.Value)))),
        (MathValue.Scalar a, MathValue.Series b) => Points(b.Points.Select(point => (point.Key, combine(a.Value, point.Value)))),
        (MathValue.Series a, MathValue.Series b) => Points(a.Points.Where(point => b.Points.ContainsKey(point.Key)).Select(point => (point.Key, combine(point.Value, b.Points[point.Key])))),
        (MathValue.Many a, MathValue.Many) => throw Wrong("two arrays cannot be combined"),
        (MathValue.Many a, _) => new MathValue.Many([.. a.Items.Select(item => Combine(item, right, combine))]),
        (_, MathValue.Many b) => new MathValue.Many([.. b.Items.Select(item => Combine(left, item, combine))]),
        _ => throw Wrong("these values cannot be combined"),
    };

    /// <summary>
    /// Over one series: a number. Over several: a series with a point wherever any of them has one; only an average takes those that
    /// have none for 0 (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html).
    /// </summary>
    private static MathValue Aggregate(string function, IReadOnlyList<MathValue> arguments)
    {
        var items = arguments is [MathValue.Many many] ? many.Items : arguments;
        if (items is [MathValue.Series { Points.Count: > 0 } single] && arguments is not [MathValue.Many])
            return new MathValue.Scalar(Over(single.Points.Values));
        if (items.All(item => item is MathValue.Scalar) && items.Count > 0)
            return new MathValue.Scalar(Over(items.Cast<MathValue.Scalar>().Select(item => item.Value)));

        return Points(items.OfType<MathValue.Series>()
            .SelectMany(series => series.Points)
            .GroupBy(point => point.Key)
            .Select(same => (same.Key, Value: Over(same.Select(point => point.Value).Concat(Numbers()).Concat(Missing(items.Count - same.Count()))))));

        IEnumerable<double> Numbers() => items.OfType<MathValue.Scalar>().Select(item => item.Value);

        IEnumerable<double> Missing(int count) => function == "AVG" ? Enumerable.Repeat(0.0, count - Numbers().Count()) : [];

        double Over(IEnumerable<double> values) => function switch
        {
            "SUM" => values.Sum(),
            "AVG" => values.Average(),
            "MIN" => values.Min(),
            _ => values.Max(),
        };
    }

    private MathValue Fill(MathValue value, MathNode filler)
    {
        if (value is MathValue.Many many)
            return new MathValue.Many([.. many.Items.Select(item => Fill(item, filler))]);
        if (value is not MathValue.Series series)
            return value;

        if (filler is MathNode.Name { Id: "LINEAR" })
            return new MathValue.Series(Between(series.Points));

        var filled = new SortedDictionary<long, double>(series.Points);
        double? last = null;
        foreach (var time in times)
        {
            if (filled.TryGetValue(time, out var seen))
                last = seen;
            else if ((filler is MathNode.Name { Id: "REPEAT" } ? last : Number()) is { } fill)
                filled[time] = fill;
        }

        return new MathValue.Series(filled);

        double Number() => Evaluate(filler) is MathValue.Scalar scalar ? scalar.Value : throw Wrong("FILL takes a number, REPEAT or LINEAR");
    }

    /// <summary>Fills each gap along a straight line; what is before the first point or after the last stays open.</summary>
    private SortedDictionary<long, double> Between(SortedDictionary<long, double> points)
    {
        var filled = new SortedDictionary<long, double>(points);
        foreach (var (left, right) in points.Zip(points.Skip(1)))
        {
            foreach (var time in times.Where(time => time > left.Key && time < right.Key))
                filled[time] = left.Value + ((right.Value - left.Value) * (time - left.Key) / (right.Key - left.Key));
        }

        return filled;
    }

    /// <summary>The change a second since the point before; the first point has none.</summary>
    private static MathValue Rate(MathValue value) => value switch
    {
        MathValue.Many many => new MathValue.Many([.. many.Items.Select(Rate)]),
        MathValue.Series { Points: var points } => Points(points.Zip(points.Skip(1), (before, point) => (point.Key, (point.Value - before.Value) / (point.Key - before.Key)))),
        _ => throw Wrong("RATE takes a series"),
    };

    private static MathValue If(MathValue condition, MathValue then, MathValue otherwise)
    {
        if (condition is MathValue.Scalar scalar)
            return scalar.Value != 0 ? then : otherwise;
        if (condition is not MathValue.Series series)
            throw Wrong("IF takes a number or one series");

        return Points(series.Points
            .Select(point => (point.Key, Value: At(point.Value != 0 ? then : otherwise, point.Key)))
            .Where(point => point.Value is not null)
            .Select(point => (point.Key, point.Value!.Value)));
    }

    private static double? At(MathValue value, long time) => value switch
    {
        MathValue.Scalar scalar => scalar.Value,
        MathValue.Series series => series.Points.TryGetValue(time, out var found) ? found : null,
        _ => throw Wrong("IF takes numbers and single series"),
    };

    private static MathValue Each(MathValue value, string function) => Combine(value, new MathValue.Scalar(0), (number, _) => function switch
    {
        "ABS" => Math.Abs(number),
        "CEIL" => Math.Ceiling(number),
        _ => Math.Floor(number),
    });

    private static MathValue.Series Points(IEnumerable<(long Time, double Value)> points) =>
        new(new(points.Where(point => double.IsFinite(point.Value)).ToDictionary(point => point.Time, point => point.Value)));

    private static Func<double, double, double> Operator(string name) => name switch
    {
        "+" => (a, b) => a + b,
        "-" => (a, b) => a - b,
        "*" => (a, b) => a * b,
        "/" => (a, b) => a / b,
        "^" => Math.Pow,
        "<" => (a, b) => a < b ? 1 : 0,
        ">" => (a, b) => a > b ? 1 : 0,
        "<=" => (a, b) => a <= b ? 1 : 0,
        ">=" => (a, b) => a >= b ? 1 : 0,
        "==" => (a, b) => a == b ? 1 : 0,
        "!=" => (a, b) => a != b ? 1 : 0,
        "&&" => (a, b) => a != 0 && b != 0 ? 1 : 0,
        _ => (a, b) => a != 0 || b != 0 ? 1 : 0,
    };

    private static AwsError Wrong(string message) => new("ValidationError", $"Error in expression: {message}");
}
