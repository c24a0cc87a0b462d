namespace Slipway.Publishing;

/// <summary>What chance begins with: told with every run; set <c>SLIPWAY_SEED</c> to play one again.</summary>
internal static class Seed
{
    public static int Value { get; } = int.TryParse(Environment.GetEnvironmentVariable("SLIPWAY_SEED"), out var given) ? given : Environment.TickCount;
}
