using System.Globalization;
using Slipway;

namespace SiteShop;

/// <summary>One site in one environment. What differs from case to case comes from the variables <c>BENCH_...</c>.</summary>
internal static class Shop
{
    private const string Account = "123456789012";

    public static readonly Application Application = new("shop")
    {
        Environments =
        [
            new("bench")
            {
                Account = Account,
                Region = "us-east-1",
                Infrastructure = new Infrastructure
                {
                    Cluster = "none",
                    Subnets = [],
                    SecurityGroups = [],
                    ExecutionRole = "none",
                    Sites = new Dictionary<string, SiteInfrastructure>
                    {
                        ["web"] = new(Variable("BENCH_BUCKET", "bench-web"), "E1BENCHMARK00")
                        {
                            Address = new Uri(Variable("BENCH_EDGE", "http://127.0.0.1")),
                        },
                    },
                },
            },
        ],
        Sites =
        [
            new("web")
            {
                Source = Variable("BENCH_SOURCE", "dist"),
                EdgeCache = TimeSpan.FromSeconds(int.Parse(Variable("BENCH_EDGE_SECONDS", "86400"), CultureInfo.InvariantCulture)),
            },
        ],
    };

    private static string Variable(string name, string ordinary) => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : ordinary;
}
