namespace Slipway.Releases;

/// <summary>The deploy lock as it was seen, judged on S3's clock alone: the clocks of runners are wrong, each in its own way.</summary>
/// <param name="Since">When it was taken.</param>
/// <param name="Until">When it ends, unless it is renewed.</param>
/// <param name="Now">When it was seen.</param>
internal sealed record LockHolder(LockOwner Owner, DateTimeOffset Since, DateTimeOffset Until, DateTimeOffset Now)
{
    // Both times come in whole seconds with the rest cut off, so a second may be missing between them.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    /// <summary>Whether the lease is over, so that anybody may take the lock.</summary>
    public bool IsOver => Now >= Until;

    public static LockHolder Of(LockDocument document, StoredDocument stored) => new(
        document.Owner,
        document.Since ?? stored.LastModified,
        stored.LastModified + TimeSpan.FromSeconds(document.LeaseSeconds) + Rounding,
        stored.ServerTime);

    /// <summary>Who, since when, in which job and until when, a line each.</summary>
    public IReadOnlyList<string> Lines =>
    [
        $"  holder  {Owner}",
        $"  since   {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Short(Now - Since)} ago",
        .. Owner.RunUrl is { } url ? [$"  run     {url}"] : (string[])[],
        IsOver
            ? $"  lease   over since {Until.UtcDateTime:HH:mm:ss} UTC"
            : $"  lease   until {Until.UtcDateTime:HH:mm:ss} UTC, in {Short(Until - Now)}, and renewed while that run lives",
    ];

    private static string Short(TimeSpan time) => time < TimeSpan.FromMinutes(2) ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0} min";
}
