namespace Slipway.Pipelines;

/// <summary>Shares services out among the jobs that build their images: one each, as long as a matrix may have that many jobs.</summary>
internal static class ImageBatches
{
    /// <summary>Between the names of a batch; no name of a service has one.</summary>
    public const char Separator = ',';

    /// <summary>In the given order; batches differ by one service at most.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<string> services)
    {
        var jobs = Math.Min(services.Count, DeliveryRules.MostRuns);
        return [.. Enumerable.Range(0, jobs).Select(job => services.Take((services.Count * job / jobs)..(services.Count * (job + 1) / jobs)).ToList())];
    }

    /// <summary>A batch as <c>--service</c> takes it.</summary>
    public static string Text(IReadOnlyList<string> batch) => string.Join(Separator, batch);
}
