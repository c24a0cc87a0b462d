using System.Runtime.Versioning;
using Slipway.Pipelines.Simulation;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>Jobs of a matrix, run with real shells.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WorkflowMatrixTests : IDisposable
{
    private readonly Runs _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task A_matrix_that_a_job_found_out_runs_once_for_each_and_an_empty_list_is_kept_out_by_a_condition()
    {
        const string Yaml =
            """
            on: push
            jobs:
              changes:
                runs-on: ubuntu-24.04
                outputs:
                  services: ${{ steps.find.outputs.services }}
                steps:
                  - id: find
                    run: echo 'services=LIST' >> "$GITHUB_OUTPUT"
              images:
                name: Build ${{ matrix.service }}
                needs: changes
                if: needs.changes.outputs.services != '[]'
                runs-on: ubuntu-24.04
                strategy:
                  matrix:
                    service: ${{ fromJSON(needs.changes.outputs.services) }}
                outputs:
                  last: ${{ matrix.service }}
                steps:
                  - run: echo "${{ matrix.service }} is ${{ strategy.job-index }} of ${{ strategy.job-total }}"
              deploy:
                needs: [changes, images]
                if: ${{ !failure() && !cancelled() }}
                runs-on: ubuntu-24.04
                steps:
                  - run: echo "images ${{ needs.images.result }} ${{ needs.images.outputs.last }}"
            """;

        Assert.Equal(Verdict.Deployed, await _runs.Run(Yaml.Replace("LIST", """["web","api"]""", StringComparison.Ordinal)));
        Assert.Equal(["web is 0 of 2", "api is 1 of 2", "images success api"], _runs.Said);
        Assert.Equal(["changes", "Build web", "Build api", "deploy"], _runs.Output.Events.OfType<JobBegun>().Select(job => job.Title));

        Assert.Equal(Verdict.Deployed, await _runs.Run(Yaml.Replace("LIST", "[]", StringComparison.Ordinal)));
        Assert.Equal(["images skipped "], _runs.Said);
    }

    [Fact]
    public async Task A_matrix_has_what_is_included_without_what_is_excluded_and_ends_with_a_failure_if_it_fails_fast()
    {
        var verdict = await _runs.Run(
            """
            on: push
            jobs:
              each:
                runs-on: ubuntu-24.04
                strategy:
                  matrix:
                    os: [a, b]
                    node: [1, 2]
                    exclude:
                      - os: a
                        node: 2
                    include:
                      - os: b
                        extra: yes it is
                      - os: c
                steps:
                  - run: |
                      echo "${{ matrix.os }}${{ matrix.node }}"
                      test "${{ matrix.os }}" != b
            """);

        Assert.Equal(Verdict.Failed, verdict);
        Assert.Equal(["a1", "b1"], _runs.Said);
        Assert.Equal(["each (a, 1)", "each (b, 1, yes it is)"], _runs.Output.Events.OfType<JobBegun>().Select(job => job.Title));
        Assert.Equal(["this one (b, 2, yes it is) had not begun", "this one (c) had not begun"], _runs.Output.Events.OfType<JobSkipped>().Select(job => job.Why[(job.Why.IndexOf("this one", StringComparison.Ordinal))..].TrimEnd(')')));
    }
}
