using Slipway.Pipelines;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;
using Slipway.Pipelines.Workflows;
using Tests.Shared;
using YamlDotNet.RepresentationModel;

namespace Slipway.Tests.Pipelines;

public sealed class WorkflowTextTests
{
    private static IReadOnlyList<RepositoryFile> Shop => new WorkflowText(Shops.Plan, Shops.Lock).Files;

    [Fact]
    public void The_workflows_of_an_application_with_an_approved_environment_are_as_approved() =>
        Approved.Matches(string.Join("\n", Shop.Select(file => $"==== {file.Path}\n{file.Text}")), "workflows.shop");

    [Fact]
    public void Two_runs_give_the_same_bytes() =>
        Assert.Equal(Shop, new WorkflowText(DeliveryPlanner.Plan([Shops.Shop], Shops.Delivery), Shops.Lock).Files);

    [Fact]
    public void No_file_has_a_carriage_return_or_a_space_at_the_end_of_a_line() =>
        Assert.All(Shop, file => Assert.DoesNotContain(file.Text.Split('\n'), line => line.EndsWith(' ') || line.EndsWith('\r')));

    // GitHub's limits: a workflow file of 1 MB, a matrix of 256 jobs.
    [Fact]
    public void Two_hundred_services_keep_every_file_far_below_the_limits()
    {
        var files = new WorkflowText(DeliveryPlanner.Plan([Shops.Large], new Delivery()), ActionLock.BuiltIn).Files;

        Assert.Equal(5, files.Count);
        Assert.All(files, file => Assert.InRange(file.Text.Length, 500, 20_000));
        Assert.Contains("          - service-199\n", files.Single(file => file.Path.EndsWith("rollback.yml", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_that_GitHub_would_not_run_is_refused()
    {
        var delivery = new Delivery { Checks = [.. Enumerable.Range(0, 1000).Select(number => new BuildCommand($"Check{number}"))] };

        var error = Assert.Throws<DeployException>(() => new WorkflowText(DeliveryPlanner.Plan([Shops.Shop], delivery), ActionLock.BuiltIn).Files);

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Matches(@"\AGitHub runs no workflow of more than 500 KB. Nothing was changed.\n  found  .github/workflows/ci.yml would have [0-9]+ KB\n  try ", error.Message);
    }

    [Fact]
    public void What_comes_after_a_job_that_may_have_had_nothing_to_do_asks_for_every_result_itself()
    {
        Assert.Equal(
            [
                "github.ref == 'refs/heads/main'",
                "needs.changes.outputs.services != '[]'",
                "${{ !cancelled() && github.ref == 'refs/heads/main' && needs.changes.result == 'success' && (needs.images.result == 'success' || needs.images.result == 'skipped') }}",
                "${{ !cancelled() && github.ref == 'refs/heads/main' && needs.review.result == 'success' }}",
                "${{ !cancelled() && needs.changes.result == 'success' && (needs.images.result == 'success' || needs.images.result == 'skipped') && needs.review.result == 'success' && needs.deploy.result == 'success' }}",
            ],
            Conditions("deploy-prod"));
        Assert.Equal(["inputs.environment == 'dev'", "inputs.environment == 'prod'"], Conditions("rollback"));

        static IEnumerable<string?> Conditions(string stage)
        {
            var meant = Shops.Plan.Stages.Single(one => one.Name == stage);
            return meant.Jobs.Select(job => WorkflowExpressions.Condition(meant, job));
        }
    }

    [Fact]
    public void What_is_generated_is_within_the_rules() => Assert.Empty(Shop.SelectMany(file => WorkflowLint.Check(file, Shops.Plan.Gates)));

    /// <summary>What another reader of YAML sees is what the model says.</summary>
    [Fact]
    public void Another_reader_of_YAML_sees_the_model()
    {
        foreach (var (stage, file) in Shops.Plan.Stages.Zip(Shop))
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(file.Text));
            var root = Assert.IsType<YamlMappingNode>(Assert.Single(stream.Documents).RootNode);

            Assert.Equal(stage.Title, root.Under("name")?.Scalar());
            Assert.Equal(stage.Triggers.Count, ((YamlMappingNode)root.Under("on")!).Children.Count);
            Assert.Equal(stage.Overlap == Overlap.Allowed, root.Under("concurrency") is null);
            Assert.Empty(((YamlMappingNode)root.Under("permissions")!).Children);
            var jobs = new WorkflowDocument(file.Path, root).Jobs.ToList();
            Assert.Equal([.. stage.Jobs.Select(job => job.Id), .. stage.RequiredCheck is { } required ? (string[])[required] : []], jobs.Select(job => job.Id));
            foreach (var (job, seen) in stage.Jobs.Zip(jobs))
                AssertSame(job, seen);
        }
    }

    private static void AssertSame(PipelineJob job, WorkflowJob seen)
    {
        Assert.Equal(job.Needs, (seen.Node.Under("needs") as YamlSequenceNode)?.Select(need => need.Scalar() ?? "") ?? []);
        var environment = seen.Node.Under("environment");
        Assert.Equal(job.Gate?.Name, (environment?.Under("name") ?? environment)?.Scalar());
        Assert.Equal(job.Gate is null ? null : $"${{{{ steps.{job.Steps.OfType<PipelineStep.Build>().Single().Target.ToLowerInvariant()}.outputs.url }}}}", environment?.Under("url")?.Scalar());
        Assert.Equal($"{Math.Min(360, job.Timeout.TotalMinutes)}", seen.Node.Under("timeout-minutes")?.Scalar());
        Assert.Equal(job.Role is not null, seen.Node.Under("permissions")?.Under("id-token")?.Scalar() == "write");
        Assert.Equal(job.Role?.Arn, seen.Steps.Select(step => step.Under("with")?.Under("role-to-assume")?.Scalar()).FirstOrDefault(arn => arn is not null));
        Assert.Equal(
            job.Steps.Select(step => step.Name),
            seen.Steps.Select(step => step.Under("name")?.Scalar()).OfType<string>());
        Assert.Equal(
            job.Steps.SelectMany(step => step.Variables).Select(variable => variable.Name),
            seen.Steps.SelectMany(step => step.Under("env") is YamlMappingNode env ? env.Children.Keys : []).Select(name => name.Scalar()));
    }

    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("", "''")]
    [InlineData("on", "'on'")]
    [InlineData("No", "'No'")]
    [InlineData("10.0.x", "'10.0.x'")]
    [InlineData("111122223333", "'111122223333'")]
    [InlineData("it's: here", "'it''s: here'")]
    [InlineData("a #b", "'a #b'")]
    [InlineData("ends:", "'ends:'")]
    [InlineData(" leads", "' leads'")]
    [InlineData("*all", "'*all'")]
    [InlineData("- item", "'- item'")]
    [InlineData("${{ a && 'b' }}", "${{ a && 'b' }}")]
    [InlineData("./build.sh Deploy \"--to=$TO\"", "./build.sh Deploy \"--to=$TO\"")]
    [InlineData("a\ttab \"and\" \\", "\"a\\ttab \\\"and\\\" \\\\\"")]
    [InlineData(" a\nb", "\" a\\nb\"")]
    [InlineData("ends twice\n\n", "\"ends twice\\n\\n\"")]
    [InlineData("bell\u0007", "\"bell\\u0007\"")]
    public void A_string_is_quoted_where_it_would_be_read_as_something_else(string text, string written)
    {
        var document = YamlWriter.Write(new Yaml.Map(("key", text), ("list", new Yaml.List(text))));

        Assert.Equal($"key: {written}\nlist:\n  - {written}\n", document);
        var stream = new YamlStream();
        stream.Load(new StringReader(document));
        Assert.Equal(text, ((YamlMappingNode)stream.Documents[0].RootNode).Children.First().Value.Scalar());
    }

    [Fact]
    public void Blocks_lists_of_maps_and_empty_things_are_written_in_one_way() =>
        Assert.Equal(
            "run: |\n  one\n\n  two\nsteps:\n  - uses: a/b@c # v1\n    with:\n      depth: 0\n  - name: x\nnone: {}\nempty: []\nnothing:\n",
            YamlWriter.Write(new Yaml.Map(
                ("run", "one\n\ntwo\n"),
                ("steps", new Yaml.List(
                    new Yaml.Map(("uses", new Yaml.Text("a/b@c", "v1")), ("with", new Yaml.Map(("depth", Yaml.Of(0))))),
                    new Yaml.Map(("name", "x")))),
                ("none", new Yaml.Map()),
                ("empty", new Yaml.List()),
                ("nothing", Yaml.Empty))));

    [Fact]
    public void Lists_in_lists_blocks_in_lists_and_keys_that_are_no_words_are_read_back()
    {
        var document = YamlWriter.Write(new Yaml.Map(
            ("Fn::Join", new Yaml.List("", new Yaml.List("a", new Yaml.List("b", "c")))),
            ("blocks", new Yaml.List("one\ntwo", "three\n")),
            ("111122223333", "account"),
            ("on", "kept")));

        Assert.Equal(
            """
            Fn::Join:
              - ''
              - - a
                - - b
                  - c
            blocks:
              - |-
                one
                two
              - |
                three
            '111122223333': account
            on: kept

            """,
            document);
        var stream = new YamlStream();
        stream.Load(new StringReader(document));
        var root = stream.Documents[0].RootNode;
        Assert.Equal("c", ((YamlSequenceNode)((YamlSequenceNode)((YamlSequenceNode)root.Under("Fn::Join")!)[1])[1])[1].Scalar());
        Assert.Equal(["one\ntwo", "three\n"], ((YamlSequenceNode)root.Under("blocks")!).Select(item => item.Scalar()!));
    }

    [Fact]
    public void A_job_longer_than_GitHub_allows_is_told_in_the_header_and_holds_its_role_as_long_as_it_may()
    {
        var slow = Shops.Shop with { Services = [Shops.Shop.Services[1] with { Before = [new OneOffTask("migrate", ["./migrate"]) { Timeout = TimeSpan.FromHours(7) }] }] };
        var text = new WorkflowText(DeliveryPlanner.Plan([slow], new Delivery()), ActionLock.BuiltIn).Files.Single(file => file.Path.EndsWith("deploy-dev.yml", StringComparison.Ordinal)).Text;

        Assert.Matches("# note: deploy may take [0-9]+ minutes, and GitHub ends a job after 360; ./build.sh Resume takes over from there\n", text);
        Assert.Contains("    timeout-minutes: 360\n", text, StringComparison.Ordinal);
        Assert.Contains("          role-duration-seconds: 21600\n", text, StringComparison.Ordinal);
    }
}
