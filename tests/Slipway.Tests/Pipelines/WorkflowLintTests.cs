using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;

namespace Slipway.Tests.Pipelines;

public sealed class WorkflowLintTests
{
    private const string Commit = "3d3c42e5aac5ba805825da76410c181273ba90b1";

    private const string Head = "on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n";

    private const string Unlimited = "on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n";

    public static TheoryData<string, string, string> Flaws { get; } = new()
    {
        // What is wrong, on which lines; and the same without it.
        { "unpinned-action 8", $"{Head}    steps:\n      - uses: actions/setup-node@v5\n", $"{Head}    steps:\n      - uses: actions/setup-node@{Commit} # v5\n      - uses: ./here\n" },
        { "unpinned-action 8", $"{Head}    steps:\n      - uses: owner/action/sub@main\n", $"{Head}    steps:\n      - uses: owner/action/sub@{Commit}\n" },
        { "unpinned-action 5", "on: push\npermissions: {}\njobs:\n  call:\n    uses: acme/shared/.github/workflows/ship.yml@main\n", $"on: push\npermissions: {{}}\njobs:\n  call:\n    uses: acme/shared/.github/workflows/ship.yml@{Commit}\n" },
        { "kept-credentials 8", $"{Head}    steps:\n      - uses: actions/checkout@{Commit}\n", $"{Head}    steps:\n      - uses: actions/checkout@{Commit}\n        with:\n          persist-credentials: false\n" },
        { "kept-credentials 8", $"{Head}    steps:\n      - uses: actions/checkout@{Commit}\n        with:\n          persist-credentials: true\n", $"{Head}    steps:\n      - uses: owner/checkout@{Commit}\n" },
        { "broad-permissions 2", "on: push\npermissions: write-all\njobs: {}\n", "on: push\npermissions: read-all\njobs: {}\n" },
        { "broad-permissions 6", "on: push\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 5\n    permissions: write-all\n", "on: push\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 5\n    permissions: {}\n" },
        { "broad-permissions 3", "on: push\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 5\n", "on: push\npermissions:\n  contents: read\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 5\n" },
        {
            "missing-id-token 8", $"{Head}    steps:\n      - uses: aws-actions/configure-aws-credentials@{Commit}\n        with:\n          role-to-assume: r\n",
            $"{Head}    permissions:\n      id-token: write\n    steps:\n      - uses: aws-actions/configure-aws-credentials@{Commit}\n        with:\n          role-to-assume: r\n"
        },
        {
            "missing-id-token 10", $"{Head}    permissions:\n      contents: read\n    steps:\n      - uses: aws-actions/configure-aws-credentials@{Commit}\n        with:\n          role-to-assume: r\n",
            $"{Head}    steps:\n      - uses: aws-actions/configure-aws-credentials@{Commit}\n        with:\n          role-to-assume: r\n          aws-access-key-id: a\n"
        },
        { "script-injection 8", $"{Head}    steps:\n      - run: echo ${{{{ github.event.issue.title }}}}\n", $"{Head}    steps:\n      - env:\n          TITLE: ${{{{ github.event.issue.title }}}}\n        run: echo \"$TITLE\"\n" },
        { "script-injection 10, script-injection 11", $"{Head}    steps:\n      - run: |\n          set -e\n          echo ${{{{ inputs.to }}}}\n          echo ${{{{ format('{{0}}', github.head_ref) }}}}\n", $"{Head}    steps:\n      - run: |\n          echo ${{{{ github.sha }}}} ${{{{ github.event_name }}}} ${{{{ github.run_id }}}}\n" },
        { "script-injection 10", $"{Head}    steps:\n      - uses: actions/github-script@{Commit}\n        with:\n          script: log(`${{{{ github.event.comment.body }}}}`)\n", $"{Head}    steps:\n      - uses: owner/action@{Commit}\n        with:\n          script: ${{{{ github.event.comment.body }}}}\n" },
        {
            "queued-approval 7", $"{Head}    concurrency: prod\n    environment: prod\n    steps: []\n",
            $"{Head}    environment: prod\n    steps: []\n"
        },
        {
            "queued-approval 4", "on: push\npermissions: {}\nconcurrency:\n  group: prod\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 5\n    environment:\n      name: Prod\n",
            "on: push\npermissions: {}\nconcurrency:\n  group: dev\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 5\n    environment:\n      name: dev\n"
        },
        { "missing-timeout 4", $"{Unlimited}    steps: []\n", "on: push\npermissions: {}\njobs:\n  call:\n    uses: ./.github/workflows/ship.yml\n" },
        { "latest-image 7", $"{Head}    container: node:latest\n", $"{Head}    container: node:22\n" },
        { "latest-image 8", $"{Head}    container:\n      image: localhost:5000/node\n", $"{Head}    container:\n      image: localhost:5000/node@sha256:00\n" },
        { "latest-image 9", $"{Head}    services:\n      redis:\n        image: redis\n", $"{Head}    services:\n      redis:\n        image: redis:7.4\n" },
        { "latest-image 8", $"{Head}    steps:\n      - uses: docker://alpine\n", $"{Head}    steps:\n      - uses: docker://alpine@sha256:00\n" },
        { "unreadable 3", "on: push\njobs:\n  a: [\n", "on: push\njobs: {}\n" },
        { "unreadable 1", "- on: push\n", "on: push\n" },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flaw_is_found_on_its_line_and_nothing_where_it_is_mended(string expected, string bad, string good)
    {
        Assert.Equal(expected, string.Join(", ", Check(bad).Select(finding => $"{finding.Rule} {finding.Line}")));
        Assert.Empty(Check(good));
    }

    [Fact]
    public void A_finding_says_where_it_is_what_comes_of_it_and_what_to_write() =>
        Assert.Equal(
            "ci.yml:8: actions/setup-node@v5 can become other code at any time: it names no commit (unpinned-action)\n  try  owner/action@<the forty digits of a commit> # its version",
            $"{Assert.Single(Check($"{Head}    steps:\n      - uses: actions/setup-node@v5\n"))}");

    [Fact]
    public void A_comment_with_a_reason_allows_one_rule_on_its_line_and_the_next()
    {
        const string Step = "      - uses: acme/ours@v1";

        Assert.Empty(Check($"{Head}    steps:\n{Step} # slipway allows unpinned-action: it is ours\n"));
        Assert.Empty(Check($"{Head}    steps:\n      # slipway allows unpinned-action: it is ours\n{Step}\n"));
        Assert.Single(Check($"{Head}    steps:\n{Step} # slipway allows unpinned-action:\n"));
        Assert.Single(Check($"{Head}    steps:\n{Step} # slipway allows latest-image: it is ours\n"));
    }

    private static IReadOnlyList<LintFinding> Check(string text) => WorkflowLint.Check(new RepositoryFile("ci.yml", text), ["prod"]);
}
