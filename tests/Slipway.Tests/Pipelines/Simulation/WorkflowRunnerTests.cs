using System.Runtime.Versioning;
using Slipway.Pipelines.Simulation;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>Small workflows, run with real shells.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WorkflowRunnerTests : IDisposable
{
    private readonly Runs _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task Jobs_run_as_their_needs_allow_and_hand_on_what_their_steps_found_out()
    {
        var verdict = await _runs.Run(
            """
            name: Mine
            on: push
            jobs:
              last:
                needs: [first, other]
                runs-on: ubuntu-24.04
                steps:
                  - env:
                      GREETING: ${{ needs.first.outputs.greeting }}
                    run: echo "$GREETING from ${{ needs.other.result }}"
              first:
                runs-on: ubuntu-24.04
                outputs:
                  greeting: ${{ steps.greet.outputs.text }}, ${{ steps.greet.outputs.name }}
                steps:
                  - id: greet
                    run: |
                      echo "name=ann" >> "$GITHUB_OUTPUT"
                      printf 'text<<END\nhello\nthere\nEND\n' >> "$GITHUB_OUTPUT"
              other:
                runs-on: ubuntu-24.04
                steps:
                  - run: echo "in $GITHUB_JOB of $GITHUB_WORKFLOW at ${GITHUB_SHA:0:6} of $GITHUB_REPOSITORY"
            """);

        Assert.Equal(Verdict.Deployed, verdict);
        Assert.Equal(["in other of Mine at c0ffee of acme/shop", "hello", "there, ann from success"], _runs.Said);
        Assert.Equal(["first", "other", "last"], _runs.Output.Events.OfType<JobBegun>().Select(job => job.Id));
        Assert.EndsWith(
            """
            .github/workflows/mine.yml succeeded.
              last                  success
              first                 success
              other                 success
              GitHub                dismissed t0ken-1
              GitHub                dismissed t0ken-2
              GitHub                dismissed t0ken-3
            """.ReplaceLineEndings("\n"),
            _runs.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_skips_what_comes_after_but_for_what_asks_for_it_and_gives_the_exit_code()
    {
        var verdict = await _runs.Run(
            """
            on: push
            jobs:
              build:
                runs-on: ubuntu-24.04
                steps:
                  - name: Break
                    run: |
                      echo before
                      exit 7
                  - run: echo never
                  - if: failure()
                    run: echo "was ${{ job.status }}"
                  - if: always()
                    run: echo always
              next:
                needs: build
                runs-on: ubuntu-24.04
                steps:
                  - run: echo never
              after-next:
                needs: next
                if: failure()
                runs-on: ubuntu-24.04
                steps:
                  - run: echo "an ancestor failed, ${{ needs.next.result }}"
              ok:
                needs: [build, next]
                if: always()
                runs-on: ubuntu-24.04
                steps:
                  - env:
                      IS_GOOD: ${{ !contains(needs.*.result, 'failure') && !contains(needs.*.result, 'cancelled') }}
                    run: test "$IS_GOOD" = true
            """);

        Assert.Equal(Verdict.Refused, verdict);
        Assert.Equal(["before", "was failure", "always", "an ancestor failed, skipped"], _runs.Said);
        Assert.Equal(
            """
            job build
              step Break failed: exit code 7
                  before
              step Run echo never is skipped
              step Run echo "was ${{ job.status }}"
              step Run echo always
            job next is skipped: a job that it needs did not succeed
            job after-next
              step Run echo "an ancestor failed, ${{ needs.next.result }}"
            job ok
              step Run test "$IS_GOOD" = true failed: exit code 1
            .github/workflows/mine.yml ended with Refused, exit code 7.
              build                 failure
              next                  skipped
              after-next            success
              ok                    failure
              GitHub                dismissed t0ken-1
              GitHub                dismissed t0ken-2
              GitHub                dismissed t0ken-3
            """.ReplaceLineEndings("\n"),
            _runs.Told);
    }

    [Fact]
    public async Task Variables_paths_and_masks_of_a_step_reach_the_next_and_not_the_next_job()
    {
        await _runs.Run(
            """
            on: push
            env:
              WHERE: ${{ github.ref_name }}
            jobs:
              one:
                runs-on: ubuntu-24.04
                env:
                  WHO: ann
                steps:
                  - run: |
                      mkdir bin && printf '#!/bin/sh\necho tool\n' > bin/mytool && chmod +x bin/mytool
                      echo "$PWD/bin" >> "$GITHUB_PATH"
                      echo "KEPT=a b" >> "$GITHUB_ENV"
                      echo "::add-mask::s3same"
                  - env:
                      OWN: ${{ env.WHO }}-${{ env.KEPT }}
                    run: |
                      mytool
                      echo "$WHERE $WHO $KEPT $OWN s3same ${GITHUB_TOKEN:-none}"
              two:
                runs-on: ubuntu-24.04
                steps:
                  - run: echo "$WHERE ${WHO:-nobody} ${KEPT:-nothing}"
            """);

        Assert.Equal(["tool", "main ann a b ann-a b *** none", "main nobody nothing"], _runs.Said);
    }

    [Theory]
    // Without a word a failure within a pipe goes by, as it does at GitHub.
    [InlineData("", "went on")]
    [InlineData("shell: bash", "")]
    public async Task A_shell_is_started_as_GitHub_starts_it(string shell, string said)
    {
        await _runs.Run(
            $"""
             on: push
             jobs:
               one:
                 runs-on: ubuntu-24.04
                 steps:
                   - run: |
                       false | true
                       echo went on
                     {shell}
             """);

        Assert.Equal(said, string.Join(' ', _runs.Said));
    }

    [Fact]
    public async Task Time_that_is_over_ends_a_step_or_a_job_and_what_must_run_still_runs()
    {
        var verdict = await _runs.Run(
            """
            on: push
            jobs:
              slow-step:
                runs-on: ubuntu-24.04
                steps:
                  - name: Sleep
                    timeout-minutes: 0.005
                    run: sleep 30
              slow-job:
                runs-on: ubuntu-24.04
                timeout-minutes: 0.01
                steps:
                  - name: Sleep
                    run: sleep 30
                  - run: echo never
                  - if: always()
                    run: echo "cleaned up, ${{ job.status }}"
            """);

        Assert.Equal(Verdict.TimedOut, verdict);
        Assert.Equal(["cleaned up, cancelled"], _runs.Said);
        Assert.Contains("step Sleep failed: it was not done after 0.005 minute(s)", _runs.Told, StringComparison.Ordinal);
        Assert.Contains("step Sleep was ended: the job was not done after 0.01 minute(s)", _runs.Told, StringComparison.Ordinal);
        Assert.Contains("slow-job              cancelled", _runs.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_waits_for_the_reviewers_of_its_environment_and_is_not_run_without_their_word()
    {
        const string Yaml =
            """
            on: workflow_dispatch
            jobs:
              deploy:
                runs-on: ubuntu-24.04
                environment: prod
                permissions: {deployments: write, id-token: write}
                steps:
                  - run: echo deployed
            """;
        _runs.GitHub.Protected["prod"] = ["ann", "ben"];

        var nobody = await Assert.ThrowsAsync<DeployException>(() => _runs.Run(Yaml));
        _runs.Ask = _ => false;
        var rejected = await _runs.Run(Yaml);
        Assert.Empty(_runs.GitHub.Admitted);
        _runs.Ask = question => question == new ReviewQuestion("deploy", "prod", "ann");
        var approved = await _runs.Run(Yaml);

        Assert.Equal((Verdict.Refused, Verdict.Refused, Verdict.Deployed), (nobody.Verdict, rejected, approved));
        Assert.Contains("--approve", nobody.Message, StringComparison.Ordinal);
        Assert.Equal(["ann rejected prod", "ann approved prod", "dismissed t0ken-1"], _runs.GitHub.Reviews);
        var pass = Assert.Single(_runs.GitHub.Admitted);
        Assert.Equal(("deploy", "prod", true, false), (pass.Job, pass.Environment, pass.Permissions.Allows("deployments", isWrite: true), pass.Permissions.Allows("contents", isWrite: false)));
        Assert.Equal(["deployed"], _runs.Said);
    }

    [Fact]
    public async Task A_job_sees_nothing_of_whoever_simulates_and_cannot_set_what_would_lead_elsewhere()
    {
        _runs.Machine["AWS_SECRET_ACCESS_KEY"] = "of a person";
        _runs.Machine["GH_TOKEN"] = "of a person";
        _runs.Machine["MY_SECRET"] = "of a person";

        await _runs.Run(
            """
            on: push
            env:
              AWS_ENDPOINT_URL: https://sts.amazonaws.com
              AWS_ENDPOINT_URL_S3: https://s3.amazonaws.com
              AWS_PROFILE: person
              GITHUB_API_URL: https://api.github.com
              HOME: /elsewhere
            jobs:
              one:
                runs-on: ubuntu-24.04
                steps:
                  - run: echo "AWS_ENDPOINT_URL_ECS=https://ecs.amazonaws.com" >> "$GITHUB_ENV"
                  - env:
                      AWS_ENDPOINT_URL: https://sts.amazonaws.com
                    run: env
            """);

        var seen = _runs.Said.Where(line => line.Contains('=', StringComparison.Ordinal)).Select(line => line.Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(pair => pair.Key, pair => pair.First()[1]);
        Assert.DoesNotContain(seen.Values, value => value.Contains("of a person", StringComparison.Ordinal) || value.Contains("amazonaws.com", StringComparison.Ordinal) || value.Contains("github.com", StringComparison.Ordinal));
        Assert.Equal(("http://127.0.0.1:9", "http://127.0.0.1:9/api/v3", "true"), (seen["AWS_ENDPOINT_URL"], seen["GITHUB_API_URL"], seen["AWS_EC2_METADATA_DISABLED"]));
        Assert.Equal("", File.ReadAllText(seen["AWS_SHARED_CREDENTIALS_FILE"]) + File.ReadAllText(seen["AWS_CONFIG_FILE"]));
        Assert.All(["HOME", "RUNNER_TEMP", "GITHUB_WORKSPACE", "AWS_CONFIG_FILE", "SLIPWAY_SIMULATION"], name => Assert.StartsWith(_runs.Folder, seen[name], StringComparison.Ordinal));
        Assert.DoesNotContain(seen.Keys, name => name is "AWS_PROFILE" or "AWS_ENDPOINT_URL_S3" or "AWS_ENDPOINT_URL_ECS" or "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
        Assert.Contains("PATH", seen.Keys);
    }

    [Fact]
    public async Task Answers_reach_the_jobs_as_they_are_typed_and_a_failure_that_is_allowed_is_none()
    {
        const string Yaml =
            """
            on:
              workflow_dispatch:
                inputs:
                  environment: {type: choice, required: true, options: [dev, prod]}
                  dry: {type: boolean, default: true}
                  to: {type: string}
            jobs:
              dev:
                if: inputs.environment == 'dev'
                runs-on: ubuntu-24.04
                steps:
                  - run: echo never
              prod:
                if: inputs.environment == 'prod'
                runs-on: ubuntu-24.04
                steps:
                  - run: exit 3
                    continue-on-error: true
                  - env:
                      TO: ${{ inputs.to }}
                    run: echo "dry ${{ inputs.dry && 'yes' || 'no' }}" ${TO:+"--to=$TO"}
            """;

        var verdict = await _runs.Run(Yaml, "environment=prod", "dry=false", "to=r7 x");
        Assert.Equal(["dry no --to=r7 x"], _runs.Said);
        var wrong = await Assert.ThrowsAsync<DeployException>(() => _runs.Run(Yaml, "dry=perhaps", "nobody=1"));

        Assert.Equal(Verdict.Deployed, verdict);
        Assert.Equal(
            """
            The workflow cannot be started so. Nothing ran.
              --input nobody=1: there is no such input; valid are environment=..., dry=..., to=...
              --input environment=... is missing; valid are dev, prod
              --input dry=perhaps is no boolean
            """.ReplaceLineEndings("\n"),
            wrong.Message);
    }
}
