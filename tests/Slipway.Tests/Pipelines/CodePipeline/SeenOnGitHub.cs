using System.Text.RegularExpressions;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;
using YamlDotNet.RepresentationModel;

namespace Slipway.Tests.Pipelines.CodePipeline;

/// <summary>Reads jobs back from the text of workflows.</summary>
internal static partial class SeenOnGitHub
{
    /// <param name="gates">Environments at which somebody is asked.</param>
    /// <param name="defaultBranch">What the repository's settings say.</param>
    public static IReadOnlyList<SeenJob> Jobs(IEnumerable<RepositoryFile> files, IReadOnlyList<string> gates, string defaultBranch) =>
        [.. files.Select(file => Jobs(file, gates, defaultBranch).ToList()).SelectMany(jobs => jobs.Select(job => Whole(job, jobs)))];

    /// <summary>With all that it comes after, however many jobs before, and whether somebody was asked on the way.</summary>
    private static SeenJob Whole(SeenJob job, IReadOnlyList<SeenJob> all)
    {
        var before = Before(job, all).Distinct().ToList();
        return job with { After = [.. before.Select(other => $"{other.Stage} {other.Job}")], IsAsked = job.IsAsked || before.Any(other => other.IsAsked) };
    }

    private static IEnumerable<SeenJob> Before(SeenJob job, IReadOnlyList<SeenJob> all) =>
        all.Where(other => job.After.Contains($"{other.Stage} {other.Job}")).SelectMany(needed => Before(needed, all).Append(needed));

    private static IEnumerable<SeenJob> Jobs(RepositoryFile file, IReadOnlyList<string> gates, string defaultBranch)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(file.Text));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var stage = Path.GetFileNameWithoutExtension(file.Path);
        var on = root.Under("on")!;
        var branches = BranchOf().Matches(file.Text).Select(match => match.Groups["branch"].Value).Distinct().ToList();
        var inputs = (on.Under("workflow_dispatch")?.Under("inputs") as YamlMappingNode)?.Children
            .Select(input => $"{input.Key.Scalar()} [{string.Join(", ", input.Value.Under("options").Items().Select(option => option.Scalar()))}]").ToList() ?? [];
        foreach (var job in new WorkflowDocument(file.Path, root).Jobs)
        {
            yield return new SeenJob(stage, job.Id)
            {
                Starts = on.Under("push") is { } push ? $"push {string.Join(", ", push.Under("branches").Items().Select(branch => branch.Scalar()))}"
                    : on.Under("schedule") is { } clock ? $"clock {clock.Items().Single().Under("cron").Maybe()}"
                    : on.Under("pull_request") is not null || file.Text.Contains("\n  pull_request:", StringComparison.Ordinal) ? "pull requests" : "",
                Repository = RepositoryOf().Match(job.Node.Under("if").Maybe() ?? "") is { Success: true } repository ? repository.Groups["name"].Value : null,
                Branch = job.Steps.Any(step => step.Under("with")?.Under("ref").Maybe()?.Contains("default_branch", StringComparison.Ordinal) == true) ? defaultBranch : branches is [var first, ..] ? first : "any",
                After = [.. Needs(job.Node).Select(need => $"{stage} {need}")],
                IsAsked = job.Node.Under("environment")?.Under("name").Maybe() is { } gate && gates.Contains(gate),
                Role = job.Steps.Select(step => step.Under("with")?.Under("role-to-assume").Maybe()).FirstOrDefault(role => role is not null),
                Minutes = int.Parse(job.Node.Under("timeout-minutes").Maybe()!, System.Globalization.CultureInfo.InvariantCulture),
                Commands = [.. job.Steps.Where(step => step.Under("name") is not null).Select(step => step.Under("run").Maybe() ?? $"uses {step.Under("uses").Maybe()!.Split('@')[0]}")],
                Variables = [.. job.Steps.SelectMany(step => step.Under("env") is YamlMappingNode env ? env.Children.ToList() : []).Select(variable => $"{variable.Key.Scalar()} = {Meaning(variable.Value.Scalar()!, job.Node)}").Distinct()],
                Inputs = inputs,
                Overlap = root.Under("concurrency") is null ? "allowed" : root.Under("concurrency")!.Under("cancel-in-progress").Maybe() == "true" ? "newest wins" : "queued",
            };
        }
    }

    private static IEnumerable<string> Needs(YamlMappingNode job) => job.Under("needs") is YamlSequenceNode list ? list.Select(need => need.Scalar()!) : [];

    private static string Meaning(string expression, YamlMappingNode job) =>
        Output().Match(expression) is { Success: true } output ? $"output {output.Groups["job"].Value} {output.Groups["name"].Value}"
        : Emptied().Match(expression) is { Success: true } emptied ? $"input {emptied.Groups["name"].Value}, empty for {emptied.Groups["nothing"].Value}"
        : Input().Match(expression) is { Success: true } input ? $"input {input.Groups["name"].Value}"
        : Axis().Match(expression) is { Success: true } axis ? $"each of {Values(job.Under("strategy")?.Under("matrix")?.Under(axis.Groups["name"].Value)!)}"
        : expression.Contains("github.token", StringComparison.Ordinal) ? "token"
        : $"'{expression}'";

    private static string Values(YamlNode values) => values is YamlSequenceNode list
        ? string.Join(' ', list.Select(value => value.Scalar()))
        : Found().Match(values.Scalar()!) is { Success: true } found ? $"output {found.Groups["job"].Value} {found.Groups["name"].Value}" : values.Scalar()!;

    private static string? Maybe(this YamlNode? node) => node?.Scalar();

    [GeneratedRegex("github.repository == '(?<name>[^']+)'")]
    private static partial Regex RepositoryOf();

    [GeneratedRegex("refs/heads/(?<branch>[A-Za-z0-9._/-]+)'")]
    private static partial Regex BranchOf();

    [GeneratedRegex(@"^\$\{\{ needs\.(?<job>[\w-]+)\.outputs\.(?<name>[\w-]+) \}\}$")]
    private static partial Regex Output();

    [GeneratedRegex(@"^\$\{\{ inputs\.(?<name>[\w-]+) != '(?<nothing>[^']*)' && inputs\.\k<name> \|\| '' \}\}$")]
    private static partial Regex Emptied();

    [GeneratedRegex(@"^\$\{\{ inputs\.(?<name>[\w-]+) \}\}$")]
    private static partial Regex Input();

    [GeneratedRegex(@"^\$\{\{ matrix\.(?<name>[\w-]+) \}\}$")]
    private static partial Regex Axis();

    [GeneratedRegex(@"^\$\{\{ fromJSON\(needs\.(?<job>[\w-]+)\.outputs\.(?<name>[\w-]+)\) \}\}$")]
    private static partial Regex Found();
}
