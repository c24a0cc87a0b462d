using Slipway.Nuke;

namespace Slipway.Tests.Nuke;

public sealed class ChoiceTests
{
    private static readonly Application Chat = App("chat"), Shop = App("shop");

    [Fact]
    public void The_only_application_needs_no_name() => Assert.Same(Chat, Choice.Application([Chat], null));

    [Fact]
    public void One_of_several_is_found_by_its_name() => Assert.Same(Shop, Choice.Application([Chat, Shop], "shop"));

    [Theory]
    [InlineData(null, "There are several applications, and none was named.")]
    [InlineData("Shop", "There is no application \"Shop\".")]
    public void Otherwise_all_names_are_given(string? name, string reason)
    {
        var error = Assert.Throws<DeployException>(() => Choice.Application([Chat, Shop], name));

        Assert.Equal($"{reason} Nothing was changed.\n  valid  --application chat, --application shop", error.Message);
        Assert.Equal(Verdict.Usage, error.Verdict);
    }

    [Fact]
    public void An_environment_that_the_application_does_not_have_is_refused_with_those_that_it_has()
    {
        var error = Assert.Throws<DeployException>(() => Choice.Environment(Chat, "prod"));

        Assert.Equal("There is no environment \"prod\" of chat. Nothing was changed.\n  valid  local, dev", error.Message);
        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Same(Chat.Environments[1], Choice.Environment(Chat, "dev"));
    }

    [Fact]
    public void Services_are_found_by_their_names_in_order_of_definition_and_all_of_them_without_a_name()
    {
        var shop = Pipelines.Shops.Shop;

        Assert.Equal(["web", "api"], Choice.Services(shop, null).Select(service => service.Name));
        Assert.Equal(["web", "api"], Choice.Services(shop, "api,web").Select(service => service.Name));
        Assert.Equal(["api"], Choice.Services(shop, "api").Select(service => service.Name));
    }

    [Theory]
    [InlineData("api,mail,docs", "\"mail\" or \"docs\"")]
    [InlineData("", "\"\"")]
    public void A_service_that_there_is_not_is_refused_with_those_that_there_are(string names, string unknown)
    {
        var error = Assert.Throws<DeployException>(() => Choice.Services(Pipelines.Shops.Shop, names));

        Assert.Equal($"shop has no service {unknown}. Nothing was changed.\n  valid  web, api", error.Message);
        Assert.Equal(Verdict.Usage, error.Verdict);
    }

    private static Application App(string name) =>
        new(name) { Environments = [DeployEnvironment.Local, new("dev") { Account = "111122223333", Region = "eu-west-1" }] };
}
