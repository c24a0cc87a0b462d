using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

public sealed class BucketTests
{
    [Theory]
    [InlineData("SampleCount", 4)]
    [InlineData("Sum", 10)]
    [InlineData("Average", 2.5)]
    [InlineData("Minimum", 1)]
    [InlineData("Maximum", 4)]
    public void Statistics_are_those_of_all_values_also_after_a_merge(string statistic, double value)
    {
        var (one, other) = (new Bucket(), new Bucket());
        one.Add(1);
        one.Add(4);
        other.Add(2);
        other.Add(3);
        one.Add(other);

        Assert.Equal(value, one.Statistic(Statistic.Parse(statistic)));
    }

    [Theory]
    [InlineData("p50", 0.500)]
    [InlineData("p95", 0.950)]
    [InlineData("p99.9", 0.999)]
    [InlineData("p100", 1.000)]
    [InlineData("p0", 0.001)]
    public void Percentiles_are_right_within_one_percent(string statistic, double value)
    {
        var bucket = new Bucket();
        for (var i = 1; i <= 1000; i++)
            bucket.Add(i / 1000.0);

        Assert.InRange(bucket.Statistic(Statistic.Parse(statistic))!.Value, value * 0.99, value * 1.01);
    }

    [Fact]
    public void Percentiles_keep_the_order_of_negative_values()
    {
        var bucket = new Bucket();
        foreach (var value in new[] { -100.0, -1, 0, 1, 100 })
            bucket.Add(value);

        Assert.Equal((-100.0, 0.0, 100.0), (Round("p10"), Round("p50"), Round("p90")));

        double Round(string statistic) => Math.Round(bucket.Statistic(Statistic.Parse(statistic))!.Value, 0);
    }

    [Fact]
    public void A_statistic_set_has_no_percentiles_unless_all_its_values_are_equal()
    {
        var (mixed, equal) = (new Bucket(), new Bucket());
        mixed.AddSet(10, 50, 1, 9);
        equal.AddSet(10, 50, 5, 5);

        Assert.Equal(((double?)null, (double?)5), (mixed.Statistic(Statistic.Parse("p50")), equal.Statistic(Statistic.Parse("p50"))));
        Assert.Equal(5, mixed.Statistic(Statistic.Parse("Average")));
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("p101")]
    [InlineData("p")]
    [InlineData("tm99")]
    public void Another_statistic_is_refused(string statistic) => Assert.Throws<AwsError>(() => Statistic.Parse(statistic));
}
