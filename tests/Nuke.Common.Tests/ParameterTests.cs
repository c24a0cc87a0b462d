using Nuke.Common.Parameters;
using RunnerTests.Builds;

namespace RunnerTests;

public sealed class ParameterTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    private ParameterBuild Given(string words) => _workspace.Run<ParameterBuild>($"Work {words}") switch
    {
        { ExitCode: 0, Build: { } build } => build,
        var run => throw new InvalidOperationException(run.Output),
    };

    [Fact]
    public void Every_type_is_read()
    {
        var build = Given(
            "--text word --number -5 --big 9000000000 --share 0.25 --ratio 1.5 --flag --stage production --maybe-stage Development --maybe-number 4 " +
            "--flavor SOUR --wait 00:05:00 --since 2026-01-31T12:00:00 --id 5f0c7127-4c1c-4a5c-a1a5-6f5a3a2b1c0d --link https://example.org/a " +
            "--version 1.2.3 --output out/x --ports 80 443 --stages production development --property p --renamed m --region eu-west-1 --github-token secret");

        Assert.Equal(
            ("word", -5, 9_000_000_000, 0.25m, 1.5, true, Stage.Production, Stage.Development, 4, Flavor.Sour),
            (build.Text, build.Number, build.Big, build.Share, build.Ratio, build.Flag, build.Stage, build.MaybeStage!.Value, build.MaybeNumber!.Value, build.Flavor));
        Assert.Equal(
            (TimeSpan.FromMinutes(5), new DateTime(2026, 1, 31, 12, 0, 0), "https://example.org/a", new Version(1, 2, 3), _workspace.Root / "out/x"),
            (build.Wait, build.Since, build.Link!.ToString(), build.Version, build.Output));
        Assert.Equal("5f0c7127-4c1c-4a5c-a1a5-6f5a3a2b1c0d", build.Id.ToString());
        Assert.Equal([80, 443], build.Ports!);
        Assert.Equal([Stage.Production, Stage.Development], build.Stages!);
        Assert.Equal(("p", "m", "eu-west-1", "secret"), (build.Property, build.Member, build.Region, build.GitHubToken));
    }

    [Fact]
    public void Initializers_stand_where_nothing_is_given()
    {
        var build = Given("");

        Assert.Equal(("initial", 7, false, Stage.Development, null, null), (build.Text, build.Number, build.Flag, build.Stage, build.MaybeNumber, build.Services));
    }

    [Fact]
    public void Lists_are_words_or_one_word_with_separators_or_empty()
    {
        Assert.Equal(["a", "b", "c"], Given("--services a b,c").Services!);
        Assert.Empty(Given("--services").Services!);
    }

    [Theory]
    [InlineData("--text=a=b")]
    [InlineData("--Text a=b")]
    [InlineData("-text a=b")]
    [InlineData("--text first --te-xt a=b")]
    public void Names_count_without_dashes_and_case_and_the_last_one_wins(string words) => Assert.Equal("a=b", Given(words).Text);

    [Theory]
    [InlineData("--github-token s")]
    [InlineData("--git-hub-token s")]
    [InlineData("-GitHubToken s")]
    public void Known_words_may_be_written_with_or_without_their_dash(string words) => Assert.Equal("s", Given(words).GitHubToken);

    [Fact]
    public void A_target_may_follow_a_value_that_is_tied_to_its_name()
    {
        var run = _workspace.Run<ParameterBuild>("--text=x Work");
        Assert.Equal((0, "x", "Work"), (run.ExitCode, run.Build!.Text, Assert.Single(run.Did)));
    }

    [Fact]
    public void A_flag_can_be_switched_off() => Assert.False(Given("--flag false").Flag);

    [Theory]
    [InlineData("--stage prd", "--stage does not take 'prd' (from the command line). Nothing was run.\n  valid  Development, Production\n")]
    [InlineData("--stage 1", "--stage does not take '1' (from the command line). Nothing was run.\n  valid  Development, Production\n")]
    [InlineData("--flavor bitter", "--flavor does not take 'bitter' (from the command line). Nothing was run.\n  valid  Sour, Sweet\n")]
    [InlineData("--flag yes", "--flag does not take 'yes' (from the command line). Nothing was run.\n  valid  true, false\n")]
    [InlineData("--number 1 2", "--number does not take '1 2' (from the command line). Nothing was run.\n  valid  one value; name targets before the first parameter\n")]
    [InlineData("--number", "--number does not take '' (from the command line). Nothing was run.\n  valid  one value after the name\n")]
    [InlineData("--number 99999999999", "--number does not take '99999999999' (from the command line). Nothing was run.\n  valid  a whole number that fits Int32\n")]
    [InlineData("--wait soon", "--wait does not take 'soon' (from the command line). Nothing was run.\n  valid  a duration such as 00:05:00 (hours:minutes:seconds)\n")]
    [InlineData("--region mars", "--region does not take 'mars'. Nothing was run.\n  valid  ap-northeast-2, eu-west-1\n")]
    [InlineData("--version x", "--version does not take 'x' (from the command line). Nothing was run.\n  valid  what Version can be read from\n")]
    [InlineData("--no-logo Work", "--no-logo does not take 'Work'. Nothing was run.\n  valid  true, false; name targets before the first parameter\n")]
    [InlineData("--verbosity loud", "--verbosity does not take 'loud'. Nothing was run.\n  valid  Verbose, Normal, Minimal, Quiet\n")]
    [InlineData("--host Moon", "There is no host 'Moon'. Nothing was run.\n  valid  GitHubActions, Terminal\n")]
    [InlineData("--profile staging", "There is no profile 'staging': .nuke/parameters.staging.json does not exist. Nothing was run.\n  valid  none\n")]
    public void What_does_not_fit_is_an_error_that_names_what_would(string words, string error)
    {
        var run = _workspace.Run<ParameterBuild>($"Work {words}");

        Assert.Equal((2, error), (run.ExitCode, run.Output));
        Assert.Empty(run.Did);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var run = _workspace.Run<ParameterBuild>("Work --stage prd --number many --unreadable x");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--stage does not take 'prd'", run.Output, StringComparison.Ordinal);
        Assert.Contains("--number does not take 'many'", run.Output, StringComparison.Ordinal);
        Assert.Contains("List`1 cannot be read from text: give it a TypeConverter, or T[] for lists", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_are_asked_in_their_order()
    {
        _workspace.WithFile("parameters.json", """{ "Text": "file", "Number": 1, "Services": ["x", "y"], "Flag": true, "Output": "below", }""")
            .WithFile("parameters.one.json", """{ "Text": "one", "Number": 2 }""")
            .WithFile("parameters.two.json", """{ "Text": "two" }""");
        _workspace.From = ".nuke";

        Assert.Equal(("file", 1, true, _workspace.Root / "below"), (Given("").Text, Given("").Number, Given("").Flag, Given("").Output));
        Assert.Equal(["x", "y"], Given("").Services!);
        Assert.Equal(("two", 2), (Given("--profile one two").Text, Given("--profile one two").Number));
        _workspace.With("NUKE_TEXT", "variable");
        Assert.Equal("variable", Given("--profile one two").Text);
        Assert.Equal("word", Given("--profile one two --text word").Text);
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("TEXT")]
    [InlineData("te_xt")]
    [InlineData("NUKE_TEXT")]
    [InlineData("nukeText")]
    public void Variables_are_found_by_letters_and_digits(string variable) => Assert.Equal("v", new Func<string>(() => { _workspace.With(variable, "v"); return Given("").Text; })());

    [Fact]
    public void The_prefixed_variable_goes_before_the_bare_one_and_an_exact_name_before_both()
    {
        _workspace.With("TEXT", "bare").With("NUKE_TEXT", "prefixed");
        Assert.Equal("prefixed", Given("").Text);
        _workspace.With("Text", "exact");
        Assert.Equal("exact", Given("").Text);
    }

    [Fact]
    public void Two_variables_that_disagree_are_an_error()
    {
        var run = _workspace.With("TEXT", "a").With("te_xt", "b").Run<ParameterBuild>("Work");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("found  TEXT, te_xt", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_with_a_value_that_does_not_fit_is_an_error_that_names_the_variable()
    {
        var run = _workspace.With("NUKE_STAGE", "prd").Run<ParameterBuild>("Work");
        Assert.Equal((2, "--stage does not take 'prd' (from the variable NUKE_STAGE). Nothing was run.\n  valid  Development, Production\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void An_empty_variable_gives_nothing() => Assert.Equal("initial", new Func<string>(() => { _workspace.With("NUKE_TEXT", ""); return Given("").Text; })());

    [Fact]
    public void Variables_of_other_programs_do_not_reach_the_runner_itself()
    {
        _workspace.With("TARGET", "Nonsense").With("HOST", "x").With("SKIP", "Work").With("VERBOSITY", "x").With("PLAN", "true").With("ROOT", "x");
        Assert.Equal(["Work"], _workspace.Run<ParameterBuild>("", x => x.Work).Did);

        _workspace.With("NUKE_TARGET", "Tell+Work");
        Assert.Equal(["Tell Succeeded", "Work Succeeded"], _workspace.Run<ParameterBuild>("").Statuses);
    }

    [Theory]
    [InlineData("""{ "Services": "x,y" }""", ".nuke/parameters.json gives Services as string. Nothing was run.\n  valid  an array of values\n")]
    [InlineData("""{ "Text": ["x"] }""", ".nuke/parameters.json gives Text as array. Nothing was run.\n  valid  one value\n")]
    [InlineData("""{ "text": "x" }""", ".nuke/parameters.json says 'text'. Nothing was run.\n  try  write 'Text': case counts in this file\n")]
    [InlineData("""{ "GitHubToken": "x" }""", ".nuke/parameters.json holds the secret GitHubToken. Nothing was run.\n  try  take it out of the file, and set the variable NUKE_GITHUB_TOKEN\n")]
    [InlineData("""{ "Stage": "x" }""", "--stage does not take 'x' (from .nuke/parameters.json). Nothing was run.\n  valid  Development, Production\n")]
    public void A_mistake_in_a_file_is_an_error_that_names_the_file(string file, string error)
    {
        var run = _workspace.WithFile("parameters.json", file).Run<ParameterBuild>("Work");
        Assert.Equal((2, error), (run.ExitCode, run.Output));
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_an_error()
    {
        var run = _workspace.WithFile("parameters.json", "{ Text").Run<ParameterBuild>("Work");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(".nuke/parameters.json is not a JSON object of parameters. Nothing was run.\n  found  ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GitHubToken", "github-token")]
    [InlineData("AWSRegion", "aws-region")]
    [InlineData("NoLogo", "no-logo")]
    [InlineData("UseDotNet", "use-dotnet")]
    [InlineData("S3Bucket", "s3-bucket")]
    [InlineData("Text", "text")]
    public void Names_are_shown_with_dashes(string name, string dashed) => Assert.Equal(dashed, DashedName.Of(name));

    [Fact]
    public void A_missing_root_is_an_error_that_says_what_to_do()
    {
        using var unmarked = new Workspace(marked: false);
        var run = unmarked.Run<ParameterBuild>("Work");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "There is no root directory: neither ROOT nor a directory above it holds '.nuke'. Nothing was run.\n" +
            "  try  call the build from inside the repository, create '.nuke' in its root, or name the root with --root\n",
            run.Output);
        Assert.Equal(["Work"], unmarked.Run<ParameterBuild>("Work --root").Did);
        Assert.Equal(["Work"], unmarked.Run<ParameterBuild>("Work --root .").Did);
        Assert.Equal("The root directory ROOT/absent does not exist. Nothing was run.\n  try  name an existing directory with --root\n", unmarked.Run<ParameterBuild>("Work --root absent").Output);
    }
}
