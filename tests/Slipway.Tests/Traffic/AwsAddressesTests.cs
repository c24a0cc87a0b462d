using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Traffic;

namespace Slipway.Tests.Traffic;

public sealed class AwsAddressesTests
{
    public static TheoryData<string, Route, string, string?> Cases => new()
    {
        { "plain HTTP on its own port", Route.Default, "HTTP:80", "http://lb.example.com/" },
        { "another port is named", Route.Default, "HTTP:8080", "http://lb.example.com:8080/" },
        { "HTTPS goes before HTTP", Route.Default, "HTTP:80 HTTPS:443", "https://lb.example.com/" },
        { "HTTPS on port 80 is named", Route.Default, "HTTPS:80", "https://lb.example.com:80/" },
        { "a path up to its wildcard", Route.Path("/api/*"), "HTTP:80", "http://lb.example.com/api/" },
        { "a path that is no pattern", Route.Path("/status"), "HTTP:80", "http://lb.example.com/status" },
        { "a question mark is a wildcard", Route.Path("/v?/x"), "HTTP:80", "http://lb.example.com/v" },
        { "the first of several paths", Route.Path("/ws/*", "/api/*"), "HTTP:80", "http://lb.example.com/ws/" },
        { "a pattern that begins with its wildcard", Route.Path("*.png"), "HTTP:80", "http://lb.example.com/" },
        { "a host", Route.Host("shop.example.com"), "HTTPS:443", "https://shop.example.com/" },
        { "the first host that is no pattern", Route.Host("*.example.com", "shop.example.com"), "HTTPS:443", "https://shop.example.com/" },
        { "only host patterns", Route.Host("*.example.com", "*.example.org"), "HTTPS:443", "https://www.example.com/" },
        { "a host of each environment", Route.Host(By.Environment(env => $"pages.{env}host")), "HTTP:8080", "http://pages.localhost:8080/" },
        { "a host and a path", Route.Host("shop.example.com").AndPath("/a/*"), "HTTPS:8443", "https://shop.example.com:8443/a/" },
        { "a listener of another protocol", Route.Default, "TCP:80", null },
        { "no listener", Route.Default, "", null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_address_is_made_of_the_listener_and_the_route(string what, Route route, string listeners, string? expected)
    {
        var seen = AwsAddresses.Address(
            route,
            DeployEnvironment.Local,
            "lb.example.com",
            [
                .. listeners.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(listener => listener.Split(':'))
                    .Select(parts => new Listener { Protocol = ProtocolEnum.FindValue(parts[0]), Port = int.Parse(parts[1]) }),
            ]);

        Assert.True(expected == seen, $"{what}: {seen}");
    }
}
