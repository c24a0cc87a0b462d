using Tests.Shared;

namespace Slipway.Tests.Nuke;

/// <summary>What a process with Slipway's targets prints and how it ends.</summary>
public sealed class ShipRunTests : IDisposable
{
    private readonly BuildProcess _build = new();

    [Theory]
    [InlineData(Verdict.Deployed, 0)]
    [InlineData(Verdict.Failed, 1)]
    [InlineData(Verdict.Usage, 2)]
    [InlineData(Verdict.RolledBack, 3)]
    [InlineData(Verdict.Superseded, 4)]
    [InlineData(Verdict.Stopped, 5)]
    [InlineData(Verdict.TimedOut, 6)]
    [InlineData(Verdict.Refused, 7)]
    [InlineData(Verdict.InProgress, 8)]
    public async Task Each_verdict_has_its_exit_code_and_no_stack_trace(Verdict verdict, int code)
    {
        var (seen, output) = await _build.Run("End", "--ending", $"{verdict}");

        Assert.Equal(code, seen);
        Assert.Equal(verdict != Verdict.Deployed, output.Contains($"{verdict}, exit code {code}", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expected_failure_is_told_once_and_its_verdict_is_the_exit_code()
    {
        var (code, output) = await _build.Run("Refuse");

        Assert.Equal((int)Verdict.Refused, code);
        Assert.Single(Lines(output), line => line.Contains("The shop is closed.", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_ends_with_70_and_its_stack_trace()
    {
        var (code, output) = await _build.Run("Break");

        Assert.Equal(70, code);
        Assert.Contains("This is a defect of Slipway.", output, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: The till is on fire.", output, StringComparison.Ordinal);
        Assert.Contains("   at Slipway.Tests.Nuke.ShopBuild.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_cancels_the_token_and_the_target_ends_by_itself(string signal)
    {
        _build.On["ready"] = process => BuildProcess.Signal(process, signal);

        var (code, output) = await _build.Run("Wait");

        Assert.Equal((int)Verdict.Stopped, code);
        Assert.Contains("taken back", output, StringComparison.Ordinal);
        Assert.Contains("Stopped by a signal.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_ends_the_process_although_the_target_goes_on()
    {
        _build.On["ready"] = process => BuildProcess.Signal(process, "TERM");
        _build.On["going on"] = process => BuildProcess.Signal(process, "TERM");

        var (code, output) = await _build.Run("WaitStubbornly");

        Assert.Equal(143, code);
        Assert.Contains("going on", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_masked_whoever_prints_them()
    {
        _build.Variables["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI";

        var (code, output) = await _build.Run("Tell", "--key", "open-sesame");

        Assert.Equal(70, code);
        Assert.DoesNotContain("open-sesame", output, StringComparison.Ordinal);
        Assert.DoesNotContain("wJalrXUtnFEMI", output, StringComparison.Ordinal);
        foreach (var who in new[] { "Serilog", "Console", "Error", "Event" })
        {
            Assert.Single(Lines(output), line => line.EndsWith($"{who} says parameter ***", StringComparison.Ordinal));
            Assert.Single(Lines(output), line => line.EndsWith($"{who} says variable ***", StringComparison.Ordinal));
        }

        Assert.Contains("Exception says *** and ***", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no parameter --enviroment.\n  try    --environment\n  valid  --application, ", "End", "--enviroment", "dev")]
    [InlineData("valid  Deployed, Failed, ", "End", "--ending", "Sunk")]
    [InlineData("--environment ", "End", "--environment")]
    [InlineData("--expect-plan does not take", "End", "--expect-plan")]
    [InlineData("--wait-for-lock does not take", "End", "--wait-for-lock", "perhaps")]
    public async Task A_wrong_command_line_runs_nothing_and_ends_with_2(string says, params string[] words)
    {
        var (code, output) = await _build.Run(words);

        Assert.Equal((int)Verdict.Usage, code);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Promote needs to know what to promote. Nothing was changed.\n  valid  --from dev", "Promote")]
    [InlineData("Nothing can be promoted from \"local\" to dev. Nothing was changed.\n  valid  none", "Promote", "--from", "local", "--environment", "dev")]
    [InlineData("Nothing can be promoted from \"dev\" to dev.", "Preview", "--from", "dev", "--environment", "dev")]
    [InlineData("try  ./build.sh Promote --from dev --environment local", "Deploy", "--from", "dev")]
    public async Task What_cannot_be_promoted_ends_with_2_and_what_is_valid(string says, params string[] words)
    {
        var (code, output) = await _build.Run(words);

        Assert.Equal((int)Verdict.Usage, code);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("dev", "--environment", "dev")]
    public async Task A_stray_variable_does_not_choose_the_environment(string expected, params string[] words)
    {
        _build.Variables["ENVIRONMENT"] = "prod";
        _build.Variables["Environment"] = "prod";
        _build.Variables["NUKEENVIRONMENT"] = "prod";

        var (code, output) = await _build.Run(["Where", .. words]);

        Assert.True(code == 0, output);
        Assert.Contains($"environment={expected} ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("environment=local application= rebuild=False speed=20 wait=False plan= approve= to= service= force=False from= detach=False check=False")]
    [InlineData("environment=dev application=shop rebuild=True speed=5 wait=True plan=7f3a approve=0a1b to=r1 service=web force=True from=qa detach=True check=True", "--environment", "dev", "--application", "shop", "--rebuild", "--speed", "5", "--wait-for-lock", "--expect-plan", "7f3a", "--plan", "0a1b", "--to", "r1", "--service", "web", "--force", "--from", "qa", "--detach", "--check")]
    [InlineData("environment=dev application=shop rebuild=True speed=5 wait=True plan=7f3a approve=0a1b to=r1 service=web force=True from=qa detach=True check=True", "--environment=dev", "--application=shop", "--rebuild=true", "--speed=5", "--wait-for-lock=true", "--expect-plan=7f3a", "--plan=0a1b", "--to=r1", "--service=web", "--force=true", "--from=qa", "--detach=true", "--check=true")]
    public async Task Parameters_are_read_in_either_form(string expected, params string[] words)
    {
        var (code, output) = await _build.Run(["Where", .. words]);

        Assert.True(code == 0, output);
        Assert.Contains($"{expected}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipelines_are_written_compared_and_refused_where_they_differ()
    {
        var (code, output) = await _build.Run("Pipelines");
        Assert.True(code == (int)Verdict.Usage, output);
        Assert.Contains("  Delivery / DotnetVersion: is not set and there is no global.json", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(_build.Root, "global.json"), "{}", TestContext.Current.CancellationToken);
        (code, output) = await _build.Run("Pipelines", "--check");
        Assert.True(code == (int)Verdict.Failed, output);
        Assert.Contains(".github/workflows/ci.yml: is missing; the definitions ask for it.", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_build.Root, ".github")));

        (code, output) = await _build.Run("Pipelines");
        Assert.True(code == 0, output);
        (code, output) = await _build.Run("Pipelines", "--check");
        Assert.True(code == 0, output);
        Assert.Equal(["ci.yml", "deploy-dev.yml", "rollback-check.yml", "rollback.yml"], Directory.EnumerateFiles(Path.Combine(_build.Root, ".github", "workflows")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        await File.AppendAllTextAsync(Path.Combine(_build.Root, ".github", "workflows", "ci.yml"), "# mine\n", TestContext.Current.CancellationToken);
        _build.Variables["GITHUB_ACTIONS"] = "true";
        (code, output) = await _build.Run("Pipelines", "--check");
        Assert.True(code == (int)Verdict.Failed, output);
        Assert.Matches("\n::error file=.github/workflows/ci.yml,line=[0-9]+::.github/workflows/ci.yml: was edited by hand", output);
        Assert.Contains("\n-# mine\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_without_a_hash_is_the_runners_own_switch_and_runs_nothing()
    {
        var (code, output) = await _build.Run("Where", "--plan");

        Assert.Equal(0, code);
        Assert.Contains("Plan of 1 target", output, StringComparison.Ordinal);
        Assert.DoesNotContain("environment=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_targets_and_parameters_of_the_component()
    {
        var (code, output) = await _build.Run("--help");

        Assert.Equal(0, code);
        Approved.Matches(output, "Help");
    }

    public void Dispose() => _build.Dispose();

    private static string[] Lines(string output) => output.Split('\n');
}
