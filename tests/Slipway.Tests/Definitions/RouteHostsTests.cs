using static Slipway.Tests.Provisioning.ImpliedInfrastructureTests;

namespace Slipway.Tests.Definitions;

/// <summary>Host names of a route that differ by environment.</summary>
public sealed class RouteHostsTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-central-1", Infrastructure = Infrastructure.ByConvention };

    [Fact]
    public void Each_environment_has_its_own_and_a_path_can_be_demanded_beside_them()
    {
        var route = Route.Host(By.Environment(Host), "shop.example.com").AndPath("/a/*");

        Assert.Equal(["pages.localhost", "shop.example.com"], route.HostsIn(DeployEnvironment.Local));
        Assert.Equal(["pages.example.com", "shop.example.com"], route.HostsIn(Prod));
    }

    [Fact]
    public void A_host_that_is_none_is_told_once_and_one_whose_function_throws_where_it_does()
    {
        Assert.Equal(
            [
                "shop / web / Route / host: \"example.com:8080\"; valid is a host name without port, such as api.example.com or *.example.com",
                "shop / web / Route / host: \"https://example.com\"; valid is a host name without port, such as api.example.com or *.example.com",
            ],
            Check(Service("web", Route.Host("example.com:8080", "https://example.com"))));
        Assert.Equal(
            ["shop / web / Route / host: has no value in prod: its function throws NotSupportedException: no host in prod"],
            Check(Service("web", Route.Host(By.Environment<string>(env => env.IsLocal ? "localhost" : throw new NotSupportedException($"no host in {env}"))))));
    }

    [Fact]
    public void Two_services_with_the_same_hosts_in_one_environment_are_told_although_they_differ_in_another()
    {
        Assert.Equal(
            ["shop / Services: web and admin have the same route; only the first of them would ever get a request"],
            Check(Service("web", Route.Host("pages.example.com")), Service("admin", Route.Host(By.Environment(Host)))));
        Assert.Empty(Check(Service("web", Route.Host(By.Environment(Host))), Service("admin", Route.Host("admin.example.com"))));
    }

    private static string Host(DeployEnvironment env) => env.IsLocal ? "pages.localhost" : "pages.example.com";

    private static IEnumerable<string> Check(params IReadOnlyList<EcsService> services) =>
        DefinitionRules.Check([Shop(services) with { Environments = [DeployEnvironment.Local, Prod] }], _ => true).Select(problem => $"{problem}");
}
