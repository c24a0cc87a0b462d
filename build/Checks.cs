using Slipway;

/// <summary>What this repository demands of a pull request.</summary>
static class Checks
{
    // Three times what the tests take on the slowest machine that they were seen on.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(90);

    public static readonly Delivery Delivery = new()
    {
        Checks = [new("Test")],
        CheckTimeout = Longest,
        Jobs =
        [
            new("official-packages", "the built-in equivalents of packages must be replaceable by the official ones at any time (docs/packages.md)")
            {
                In = DeliveryPoint.Checks,
                Commands = [new("Test")],
                Needs = [],
                Variables = new Dictionary<string, string> { ["UPSTREAM_PACKAGES"] = "true" },
                Timeout = Longest,
            },
        ],
    };
}
