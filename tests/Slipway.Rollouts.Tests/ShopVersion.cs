namespace Slipway.Rollouts;

/// <summary>A version of the shop's one program, and how it behaves.</summary>
/// <param name="Name">What it answers to every request.</param>
internal sealed record ShopVersion(string Name)
{
    /// <summary>It ends at once, before it listens.</summary>
    public bool NeverStarts { get; init; }

    /// <summary>When it ends by itself after having been well; null: never.</summary>
    public TimeSpan? EndsAfter { get; init; }

    /// <summary>It runs, and its health check says 503.</summary>
    public bool Unhealthy { get; init; }

    /// <summary>It changes between well and ill, each for so long; null: it does not.</summary>
    public TimeSpan? Flaps { get; init; }

    /// <summary>It answers 500 to everything but health checks while it has at least this share of the traffic.</summary>
    public double? FailsFrom { get; init; }

    /// <summary>It takes 1.6 seconds for every answer but health checks while it has at least this share of the traffic.</summary>
    public double? SlowFrom { get; init; }
}
