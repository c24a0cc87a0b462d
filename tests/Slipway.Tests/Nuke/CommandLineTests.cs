using Nuke.Common;
using Slipway.Nuke;
using Assert = Xunit.Assert;

namespace Slipway.Tests.Nuke;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--count 3")]
    [InlineData("--count=3")]
    [InlineData("--count -3")]
    [InlineData("--fast")]
    [InlineData("--fast false")]
    [InlineData("--pace slow")]
    [InlineData("--sizes 1 2 3")]
    [InlineData("--sizes 1,2,3")]
    [InlineData("--sizes")]
    [InlineData("--wait 00:01:00")]
    [InlineData("--free any text that is not a name")]
    [InlineData("--gitHubToken x")]
    [InlineData("-Git-Hub-Token x")]
    [InlineData("--harbour-depth 4")]
    [InlineData("--berth 1")]
    [InlineData("Ship Sail")]
    [InlineData("--skip --no-logo --verbosity quiet --help")]
    public void What_the_build_can_take_is_no_problem(string line) => Assert.Empty(Problems(line));

    [Theory]
    [InlineData("--count three", "--count does not take \"three\".\n  valid  a value such as 0")]
    [InlineData("--count=1.5", "--count does not take \"1.5\".\n  valid  a value such as 0")]
    [InlineData("--count 99999999999", "--count does not take \"99999999999\".\n  valid  a value such as 0")]
    [InlineData("--fast perhaps", "--fast does not take \"perhaps\".\n  valid  true, false")]
    [InlineData("--fast 1", "--fast does not take \"1\".\n  valid  true, false")]
    [InlineData("--pace 1", "--pace does not take \"1\".\n  valid  Slow, Quick")]
    [InlineData("--sizes 1 x 3", "--sizes does not take \"x\".\n  valid  a value such as 0")]
    [InlineData("--sizes 1,x", "--sizes does not take \"x\".\n  valid  a value such as 0")]
    [InlineData("--harbour-depth deep", "--harbour-depth does not take \"deep\".\n  valid  a value such as 0")]
    [InlineData("--free", "--free has no value.")]
    [InlineData("--count", "--count has no value.")]
    public void A_value_that_does_not_fit_is_named_with_what_is_valid(string line, string problem) =>
        Assert.Equal(problem, Assert.Single(Problems(line)));

    [Theory]
    [InlineData("--fast Ship")]
    [InlineData("--fast false Ship")]
    public void A_switch_swallows_the_target_behind_it_as_in_NUKE_and_that_is_said(string line) =>
        Assert.Equal("--fast does not take \"Ship\".\n  valid  true, false", Assert.Single(Problems(line)));

    [Fact]
    public void An_unknown_parameter_gets_the_closest_and_all_valid_ones()
    {
        var problem = Assert.Single(Problems("--cuont 3"));

        Assert.StartsWith("There is no parameter --cuont.\n  try    --count\n  valid  --berth, --continue, --count, --fast, ", problem, StringComparison.Ordinal);
        Assert.Contains("--harbour-depth", problem, StringComparison.Ordinal);
        Assert.Contains("--verbosity", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_suggested_for_what_resembles_nothing() =>
        Assert.DoesNotContain("try", Assert.Single(Problems("--zzzzzz 3")), StringComparison.Ordinal);

    [Fact]
    public void Every_problem_is_told_at_once() =>
        Assert.Equal(3, Problems("--nonsense --count three --pace fastest").Count);

    [Theory]
    [InlineData("dev", "--environment", "dev")]
    [InlineData("dev", "--environment=dev")]
    [InlineData("prod", "Deploy", "--environment", "dev", "-Environment", "prod")]
    [InlineData("staging", "Deploy")]
    public void The_command_line_beats_the_variable(string expected, params string[] arguments) =>
        Assert.Equal(expected, ShipParameters.Environment(arguments, name => name == "NUKE_ENVIRONMENT" ? "staging" : "wrong"));

    [Fact]
    public void Without_either_the_environment_is_the_rehearsal_whatever_else_is_set() =>
        Assert.Equal("local", ShipParameters.Environment(["Deploy"], name => name == "NUKE_ENVIRONMENT" ? null : "prod"));

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/mine", "Deploy", "--assume-role", "arn:aws:iam::111122223333:role/mine")]
    [InlineData("arn:aws:iam::111122223333:role/job", "Deploy")]
    public void The_role_to_take_is_that_of_the_command_line_or_of_the_one_variable(string expected, params string[] arguments) =>
        Assert.Equal(expected, ShipParameters.AssumeRole(arguments, name => name == "NUKE_ASSUME_ROLE" ? "arn:aws:iam::111122223333:role/job" : "wrong"));

    [Fact]
    public void Without_either_no_role_is_taken_whatever_else_is_set() =>
        Assert.Null(ShipParameters.AssumeRole(["Deploy"], name => name == "NUKE_ASSUME_ROLE" ? "" : "wrong"));

    private static IReadOnlyList<string> Problems(string line) => CommandLine.Problems(typeof(Harbour), line.Split(' '));

    public enum Pace
    {
        Slow,
        Quick,
    }

    [ParameterPrefix("Harbour")]
    public interface IHarbour : INukeBuild
    {
        [Parameter] int Depth => TryGetValue<int?>(() => Depth) ?? 0;
    }

    public abstract class Base : NukeBuild
    {
        [Parameter] private readonly int? Berth;

        public int? Used => Berth;
    }

    public sealed class Harbour : Base, IHarbour
    {
        [Parameter] public int Count { get; set; }
        [Parameter] public bool Fast { get; set; }
        [Parameter] public Pace Pace { get; set; }
        [Parameter(Separator = ",")] public int[]? Sizes { get; set; }
        [Parameter] public TimeSpan Wait { get; set; }
        [Parameter(Name = "Free")] public string? Text { get; set; }
        [Parameter] public string? GitHubToken { get; set; }
    }
}
