namespace Tests.Shared;

/// <summary>
/// What chance begins with: the same in every ordinary run, so that what fails fails again; another one in each run of all tests, which tells it.
/// Set <c>SLIPWAY_SEED</c> to play one again.
/// </summary>
internal static class Seed
{
    public static int Value { get; } = int.TryParse(Environment.GetEnvironmentVariable("SLIPWAY_SEED"), out var given) ? given : 20260917;
}
