using ChatLoad;

namespace Slipway.Tests.Samples;

public sealed class ChatLoadOptionsTests
{
    [Fact]
    public void Unset_options_are_those_of_the_demo()
    {
        var options = LoadOptions.Parse(["--url", "http://localhost:8080/"]);

        Assert.Equal(new LoadOptions(new Uri("http://localhost:8080/")) { Clients = 100, Joiners = 2, Rate = 50, Limit = TimeSpan.FromSeconds(300) }, options);
    }

    [Fact]
    public void Every_option_is_read() => Assert.Equal(
        new LoadOptions(new Uri("http://127.0.0.1:1/")) { Clients = 20, Joiners = 0, Rate = 10, Limit = TimeSpan.FromSeconds(30), UntilFile = "done", Marks = "marks", Report = "figures.json" },
        LoadOptions.Parse(
            ["--url", "http://127.0.0.1:1/", "--clients", "20", "--joiners", "0", "--rate", "10", "--seconds", "30", "--until-file", "done", "--marks", "marks", "--report", "figures.json"]));

    [Theory]
    [InlineData("--url is missing.")]
    [InlineData("--url must be on this machine, found chat.example.com: nobody else gets this load.", "--url", "http://chat.example.com/")]
    [InlineData("--url must be an http:// address, found https://127.0.0.1/.", "--url", "https://127.0.0.1/")]
    [InlineData("--seconds must be a number from 1 to 300, found 301.", "--url", "http://127.0.0.1/", "--seconds", "301")]
    [InlineData("--clients must be a number from 1 to 1000, found many.", "--url", "http://127.0.0.1/", "--clients", "many")]
    [InlineData("--rate is given twice.", "--rate", "1", "--rate", "2")]
    [InlineData("--marks has no value.", "--marks")]
    [InlineData("--speed is unknown.", "--speed", "1")]
    public void What_cannot_be_done_is_refused_with_what_is_valid(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => LoadOptions.Parse(arguments)).Message);
}
