namespace Slipway.Rehearsal.CloudWatch;

/// <summary>Takes measurements; CloudWatch aggregates them by period.</summary>
internal interface IMetrics
{
    void Record(Metric metric, DateTimeOffset at, double value);
}

/// <param name="Dimensions">Name and value, sorted by name.</param>
internal sealed record Metric(string Namespace, string Name, string Unit, params IReadOnlyList<(string Name, string Value)> Dimensions);
