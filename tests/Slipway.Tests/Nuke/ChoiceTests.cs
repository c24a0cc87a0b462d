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

    private static Application App(string name) =>
        new(name) { Environments = [DeployEnvironment.Local, new("dev") { Account = "111122223333", Region = "eu-west-1" }] };
}
