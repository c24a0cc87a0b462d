using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Workflows;

namespace Slipway.Tests.Pipelines.CodePipeline;

/// <summary>
/// One model, two renderings: what is read back from the text of workflows is what is read back from the text of templates, but for the differences in the table,
/// each of which is told in docs/codepipeline.md.
/// </summary>
public sealed partial class RenderingsTests
{
    /// <summary>What CodePipeline does otherwise, by the name that the documentation has for it: it makes of a job on GitHub what it must be on AWS.</summary>
    private static readonly IReadOnlyDictionary<string, Func<SeenJob, IReadOnlyList<SeenJob>, SeenJob?>> Differences = new Dictionary<string, Func<SeenJob, IReadOnlyList<SeenJob>, SeenJob?>>
    {
        ["Checks of pull requests"] = (job, _) => job.Stage == "ci" ? null : job,
        ["Only what changed"] = (job, all) => job.Job == "changes" ? null : job with
        {
            After = [.. job.After.Where(need => !need.EndsWith(" changes", StringComparison.Ordinal))],
            Variables = [.. job.Variables.Select(variable => variable == "SERVICE = each of output changes services" ? "SERVICE = each" : variable)],
        },
        ["A token of GitHub"] = (job, _) => job with { Variables = [.. job.Variables.Where(variable => !variable.EndsWith("= token", StringComparison.Ordinal))] },
        ["Actions of GitHub"] = (job, _) => job with { Commands = [.. job.Commands.Where(command => !command.StartsWith("uses ", StringComparison.Ordinal))] },
        ["Which environment goes back"] = (job, _) => job with { Inputs = [.. job.Inputs.Where(input => !input.StartsWith("environment ", StringComparison.Ordinal))] },
        ["A gate before a way back"] = (job, _) => job.Stage.StartsWith("rollback", StringComparison.Ordinal) ? job with { IsAsked = false } : job,
        ["Answers that are empty"] = (job, _) => job with { Variables = [.. job.Variables.Select(variable => variable == "TO = input to" ? "TO = input to, empty for none" : variable)] },
        ["Many services"] = (job, all) => Services(all) is > 40 and var count
            ? job with { Minutes = job.Job == "images" ? 10 + (30 * (int)Math.Ceiling(count / 40.0)) : job.Minutes, Inputs = [.. job.Inputs.Select(input => input.StartsWith("service ", StringComparison.Ordinal) ? "service []" : input)] }
            : job,
        ["Everything waits its turn"] = (job, _) => job with { Overlap = "queued" },
    };

    public static TheoryData<string> Samples => [.. AwsShops.Samples.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Both_renderings_have_the_same_stages_commands_gates_roles_and_variables(string name)
    {
        var (plan, pins) = AwsShops.Samples[name];
        var github = OnGitHub(plan, pins);
        var aws = SeenOnAws.Jobs(CodePipelineFiles.Of(plan));

        Assert.Equal(
            string.Join('\n', Expected(github).Select(job => $"{job}").Order(StringComparer.Ordinal)),
            string.Join('\n', aws.Select(job => $"{Known(plan, job)}").Order(StringComparer.Ordinal)));
        Assert.NotEmpty(aws);
    }

    [Fact]
    public void Every_difference_is_one_that_some_sample_shows_and_that_the_documentation_tells()
    {
        var documentation = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "..", "docs", "codepipeline.md"));

        foreach (var (name, difference) in Differences)
        {
            Assert.Contains($"| {name} |", documentation, StringComparison.Ordinal);
            Assert.Contains(AwsShops.Samples.Values, sample =>
            {
                var jobs = OnGitHub(sample.Plan, sample.Pins);
                return jobs.Any(job => difference(job, jobs)?.ToString() != job.ToString());
            });
        }
    }

    [Fact]
    public void A_rendering_that_forgets_something_is_found()
    {
        var plan = AwsShops.Plan;
        var github = Expected(OnGitHub(plan, Shops.Lock)).Select(job => $"{job}").Order(StringComparer.Ordinal).ToList();
        (string From, string To)[] all =
        [
            ("--prebuilt \"--expect-plan=$PLAN\"", "--prebuilt"),
            ("slipway-shop-prod-deploy", "slipway-shop-dev-deploy"),
            ("#{deploy-prod-review.PLAN}\",\"type", "#{deploy-prod-review.LOG}\",\"type"),
            ("Category: Approval", "Category: Invoke"),
            ("TimeoutInMinutes: 40", "TimeoutInMinutes: 41"),
            ("- develop", "- main"),
            ("FullRepositoryId: acme/shop", "FullRepositoryId: acme/copy"),
        ];

        foreach (var (from, to) in all)
        {
            var files = CodePipelineFiles.Of(plan).Select(file => file with { Text = file.Text.Replace(from, to, StringComparison.Ordinal) }).ToList();
            Assert.NotEqual(CodePipelineFiles.Of(plan), files);
            Assert.False(
                github.SequenceEqual(SeenOnAws.Jobs(files).Select(job => $"{Known(plan, job)}").Order(StringComparer.Ordinal)),
                $"{from} became {to}, and nobody saw it.");
        }
    }

    /// <summary>What the workflows say, by the names of the model: where environments follow each other, <c>review-prod</c> of <c>deploy-dev-prod</c> is <c>review</c> of <c>deploy-prod</c>.</summary>
    private static IReadOnlyList<SeenJob> OnGitHub(DeliveryPlan plan, ActionLock pins)
    {
        var rendered = plan with { Stages = WorkflowChain.Of(plan.Stages) };
        var names = Names(rendered).Zip(Names(plan)).ToDictionary(name => name.First, name => name.Second);
        return [.. SeenOnGitHub.Jobs(new WorkflowText(rendered, pins).Files, plan.Gates, plan.DefaultBranch).Select(job => job with
        {
            Stage = Name(job.Stage, job.Job)[0],
            Job = Name(job.Stage, job.Job)[1],
            After = [.. job.After.Select(other => names.GetValueOrDefault(other, other))],
            Variables = [.. job.Variables.Select(variable => Output().Replace(variable, output => $"output {Name(job.Stage, output.Groups["job"].Value)[1]} "))],
        })];

        string[] Name(string stage, string job) => names.GetValueOrDefault($"{stage} {job}", $"{stage} {job}").Split(' ');

        static IEnumerable<string> Names(DeliveryPlan plan) => plan.Stages.SelectMany(stage => stage.Jobs.Select(job => $"{stage.Name} {job.Id}"));
    }

    private static IEnumerable<SeenJob> Expected(IReadOnlyList<SeenJob> github) =>
        github.Select(job => Differences.Values.Aggregate((SeenJob?)job, (seen, difference) => seen is null ? null : difference(seen, github))).OfType<SeenJob>();

    /// <summary>With what only the model knows: that a list of services is all of them.</summary>
    private static SeenJob Known(DeliveryPlan plan, SeenJob job)
    {
        var stage = plan.Stages.Single(stage => stage.Name == job.Stage);
        var services = string.Join(' ', stage.Application!.Services.Select(service => service.Name));
        return job with
        {
            Variables = [.. job.Variables.Select(variable => variable.Replace(',', ' ') == $"SERVICE = each of {services}" ? "SERVICE = each" : variable)],
        };
    }

    /// <summary>How many services can be named when going back; sites are not counted.</summary>
    private static int Services(IEnumerable<SeenJob> all) =>
        all.SelectMany(job => job.Inputs).First(input => input.StartsWith("service ", StringComparison.Ordinal)).Split(", ").Count(name => name is not ("docs]" or "service [all"));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"\boutput (?<job>[\w-]+) ")]
    private static partial Regex Output();
}
