using System.Runtime.Versioning;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>Workflows that cannot be run here, and are not begun.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnrunnableWorkflowTests : IDisposable
{
    private readonly Runs _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task An_action_that_is_not_there_is_refused_before_anything_runs_unless_it_is_left_out()
    {
        const string Yaml =
            """
            on: push
            jobs:
              one:
                runs-on: ubuntu-24.04
                steps:
                  - run: echo ran
                  - uses: acme/notify@0123456789012345678901234567890123456789 # v1
                    with:
                      who: ann
            """;

        var refused = await Assert.ThrowsAsync<DeployException>(() => _runs.Run(Yaml));
        Assert.Empty(_runs.Output.Events);
        _runs.SkippedActions.Add("acme/notify");
        var left = await _runs.Run(Yaml);

        Assert.Equal((Verdict.Usage, Verdict.Deployed), (refused.Verdict, left));
        Assert.Contains("line 7     acme/notify@0123456789012345678901234567890123456789", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--skip-action acme/notify", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["ran", "acme/notify is left out, as --skip-action says"], _runs.Said);
    }

    [Theory]
    [InlineData("services: {db: {image: postgres}}", "mine.yml:4 cannot be simulated: job one has services")]
    [InlineData("needs: nobody", "job one needs nobody, which is not there")]
    [InlineData("needs: one", "job one waits for itself")]
    [InlineData("env: {A: '${{ secrets.KEY }}'}", "secrets.KEY")]
    [InlineData("if: github.actorr == 'ann'", "github.actorr")]
    [InlineData("if: needs.other.result == 'x'", "needs.other")]
    public async Task What_cannot_be_simulated_is_an_error_that_names_it(string line, string named)
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => _runs.Run(
            $"""
             on: push
             jobs:
               one:
                 {line}
                 runs-on: ubuntu-24.04
                 steps:
                   - run: echo ran
             """));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Empty(_runs.Said);
    }
}
