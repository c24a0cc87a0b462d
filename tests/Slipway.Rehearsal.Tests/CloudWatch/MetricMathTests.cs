using System.Globalization;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

public sealed class MetricMathTests
{
    /// <summary>The metrics a is 1, 2, 3 at times 0, 60, 120 and b is 0 and 20 at 0 and 120; none has no point.</summary>
    [Theory]
    [InlineData("a + 1", "0=2 60=3 120=4")]
    [InlineData("a + b", "0=1 120=23")]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("-2 ^ 2 + 8 / 4", "6")]
    [InlineData("a / b", "120=0.15")]
    [InlineData("100 * FILL(b, 0) / a", "0=0 60=0 120=666.6666666666666")]
    [InlineData("FILL(b, REPEAT)", "0=0 60=0 120=20")]
    [InlineData("FILL(none, 5)", "0=5 60=5 120=5")]
    [InlineData("none + 1", "")]
    [InlineData("SUM(a)", "6")]
    [InlineData("AVG(a)", "2")]
    [InlineData("SUM([a, b])", "0=1 60=2 120=23")]
    [InlineData("MAX([a, b])", "0=1 60=2 120=20")]
    [InlineData("MIN([a, b])", "0=0 60=2 120=3")]
    [InlineData("AVG([a, b])", "0=0.5 60=1 120=11.5")]
    [InlineData("AVG([a, b, 4])", "0=1.6666666666666667 60=2 120=9")]
    [InlineData("MAX(b) - MIN(a)", "19")]
    [InlineData("SUM(METRICS())", "0=1 60=2 120=23")]
    [InlineData("SUM(METRICS(\"b\"))", "0=0 120=20")]
    [InlineData("AVG(METRICS(\"a\"))", "0=1 60=2 120=3")]
    [InlineData("SUM(METRICS(\"none at all\"))", "")]
    [InlineData("RATE(a)", "60=0.016666666666666666 120=0.016666666666666666")]
    [InlineData("RATE(b) * 60", "120=10")]
    [InlineData("RATE(none)", "")]
    [InlineData("SUM(RATE([a, b]))", "60=0.016666666666666666 120=0.18333333333333332")]
    [InlineData("FILL(b, LINEAR)", "0=0 60=10 120=20")]
    [InlineData("SUM(FILL(METRICS(), 0))", "0=1 60=2 120=23")]
    [InlineData("a / (a - 2)", "0=-1 120=3")]
    [InlineData("1 / 0", "")]
    [InlineData("IF(b == 0, 0, a / b)", "0=0 120=0.15")]
    [InlineData("IF(FILL(b, 0) > 0, 100 * (a / b), 0)", "0=0 60=0 120=15")]
    [InlineData("IF(a > 1, a, 0)", "0=0 60=2 120=3")]
    [InlineData("IF(a >= 2 AND a < 3, 1, 0)", "0=0 60=1 120=0")]
    [InlineData("IF(SUM(a) == 6, 1, 2)", "1")]
    [InlineData("CEIL(a / 2)", "0=1 60=1 120=2")]
    public void An_expression_has_the_value_that_CloudWatch_gives(string expression, string value) => Assert.Equal(value, Evaluate(expression));

    [Theory]
    [InlineData("a +")]
    [InlineData("(a")]
    [InlineData("a b")]
    [InlineData("SUM(a")]
    [InlineData("missing + 1")]
    [InlineData("RATE(1)")]
    [InlineData("METRICS(a)")]
    [InlineData("METRICS(\"a)")]
    [InlineData("\"a\" + 1")]
    [InlineData("FILL(b, a)")]
    [InlineData("STDDEV(a)")]
    [InlineData("1..2")]
    [InlineData("")]
    public void What_cannot_be_read_is_refused(string expression) => Assert.Equal("ValidationError", Assert.Throws<AwsError>(() => Evaluate(expression)).Code);

    [Fact]
    public void Deep_nesting_is_refused_not_followed() =>
        Assert.Contains("nested too deeply", Assert.Throws<AwsError>(() => Evaluate(new string('(', 100_000))).Message, StringComparison.Ordinal);

    private static string Evaluate(string expression)
    {
        var values = new Dictionary<string, MathValue>
        {
            ["a"] = new MathValue.Series(new() { [0] = 1, [60] = 2, [120] = 3 }),
            ["b"] = new MathValue.Series(new() { [0] = 0, [120] = 20 }),
            ["none"] = new MathValue.Series([]),
        };
        var math = new MetricMath(
            values.GetValueOrDefault, part => [.. values.Where(one => one.Key.Contains(part, StringComparison.Ordinal)).Select(one => one.Value)], [0, 60, 120]);
        return math.Evaluate(MathParser.Parse(expression)) switch
        {
            MathValue.Scalar { Value: var value } when !double.IsFinite(value) => "",
            MathValue.Scalar scalar => scalar.Value.ToString(CultureInfo.InvariantCulture),
            MathValue.Series series => string.Join(' ', series.Points.Select(point => $"{point.Key}={point.Value.ToString(CultureInfo.InvariantCulture)}")),
            var other => other.ToString(),
        };
    }
}
