using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;
using YamlDotNet.RepresentationModel;

namespace Slipway.Tests.Pipelines.CodePipeline;

/// <summary>Reads jobs back from the text of templates and of what CodeBuild runs.</summary>
internal static partial class SeenOnAws
{
    public static IReadOnlyList<SeenJob> Jobs(IReadOnlyList<RepositoryFile> files)
    {
        var documents = files.ToDictionary(file => file.Path, file => Root(file.Text));
        return [.. documents.Values.Where(document => document.Under("Resources") is not null).SelectMany(template => Jobs((YamlMappingNode)template.Under("Resources")!, documents))];
    }

    private static IEnumerable<SeenJob> Jobs(YamlMappingNode resources, Dictionary<string, YamlMappingNode> files)
    {
        foreach (var (name, resource) in resources.Children.Where(resource => resource.Value.Under("Type").Text() == "AWS::CodePipeline::Pipeline"))
        {
            var pipeline = new PipelineDocument("", (YamlMappingNode)resource.Under("Properties")!);
            foreach (var job in Jobs(pipeline, resources, files))
                yield return job with { Starts = Starts(name.Scalar()!, pipeline, resources) };
        }
    }

    private static IEnumerable<SeenJob> Jobs(PipelineDocument pipeline, YamlMappingNode resources, Dictionary<string, YamlMappingNode> files)
    {
        var builds = pipeline.Actions.Where(action => action.Category == "Build").GroupBy(action => action.Node.Under("Configuration")!.Under("ProjectName")!.Under("Ref").Text()!).ToList();
        var keys = builds.ToDictionary(build => build.Key, build => KeyOf(Project(resources, build.Key)));
        foreach (var build in builds)
        {
            var action = build.First();
            var project = Project(resources, build.Key);
            var spec = files[project.Under("Source")!.Under("BuildSpec").Text()!];
            var (stage, job) = keys[build.Key];
            yield return new SeenJob(stage, job)
            {
                Repository = pipeline.Stages[0].Actions.Single().Node.Under("Configuration")!.Under("FullRepositoryId").Text(),
                Branch = pipeline.Stages[0].Actions.Single().Node.Under("Configuration")!.Under("BranchName").Text()!,
                After = [.. builds.Where(other => other.Key != build.Key && other.All(before => before.IsBefore(action))).Select(other => $"{keys[other.Key].Stage} {keys[other.Key].Job}")],
                IsAsked = pipeline.Actions.Any(other => other.Category == "Approval" && other.IsBefore(action) && keys.Values.Any(key => key.Stage == stage)
                    && pipeline.Actions.Any(own => own.Stage.Number == other.Stage.Number && own.Category == "Build" && keys[own.Node.Under("Configuration")!.Under("ProjectName")!.Under("Ref").Text()!].Stage == stage)),
                Role = project.Under("Environment")!.Under("EnvironmentVariables").Items().Where(variable => variable.Under("Name").Text() == "NUKE_ASSUME_ROLE").Select(variable => variable.Under("Value").Text()).FirstOrDefault(),
                Minutes = int.Parse(project.Under("TimeoutInMinutes").Text()!, CultureInfo.InvariantCulture),
                Commands = Commands(spec),
                Variables = Variables(build, spec, pipeline, keys),
                Inputs = [.. pipeline.Properties.Under("Variables").Items().Select(variable => $"{variable.Under("Name").Text()} [{Choices(pipeline, variable.Under("Name").Text()!)}]")],
                Overlap = pipeline.Properties.Under("ExecutionMode").Text() == "QUEUED" ? "queued" : "other",
            };
        }
    }

    private static string Starts(string pipeline, PipelineDocument document, YamlMappingNode resources)
    {
        if (document.Properties.Under("Triggers").Items().SingleOrDefault() is { } trigger)
            return $"push {string.Join(", ", trigger.Under("GitConfiguration")!.Under("Push").Items().Single().Under("Branches")!.Under("Includes").Items().Select(branch => branch.Text()))}";

        var clock = resources.Children.Values.Where(resource => resource.Under("Type").Text() == "AWS::Events::Rule").Select(rule => rule.Under("Properties")!)
            .SingleOrDefault(rule => rule.Under("Targets").Items().Single().Under("Arn")!.Under("Fn::Sub").Text()!.EndsWith($":${{{pipeline}}}", StringComparison.Ordinal));
        return clock is null ? "" : $"clock {Clock().Match(clock.Under("ScheduleExpression").Text()!).Groups["cron"].Value.Replace('?', '*')}";
    }

    /// <summary>The stage and the job that a project's file is named after.</summary>
    private static (string Stage, string Job) KeyOf(YamlNode project)
    {
        var key = Path.GetFileNameWithoutExtension(project.Under("Source")!.Under("BuildSpec").Text()!)["buildspec-".Length..];
        return Rollbacks().Match(key) is { Success: true } back
            ? (back.Groups["stage"].Value, $"{(key.StartsWith("rollback-check", StringComparison.Ordinal) ? "check" : "rollback")}{back.Groups["environment"].Value}")
            : (key[..key.LastIndexOf('-')], key[(key.LastIndexOf('-') + 1)..]);
    }

    private static YamlNode Project(YamlMappingNode resources, string name) => resources.Under(name)!.Under("Properties")!;

    private static IReadOnlyList<string> Commands(YamlMappingNode spec) =>
        [.. spec.Under("phases")!.Under("build")!.Under("commands").Items().Select(command => command.Text()!).Where(command => !command.StartsWith("export ", StringComparison.Ordinal) && !command.StartsWith(". ", StringComparison.Ordinal) && !command.StartsWith("if ", StringComparison.Ordinal))];

    private static IReadOnlyList<string> Variables(
        IEnumerable<PipelineStageAction> build, YamlMappingNode spec, PipelineDocument pipeline, Dictionary<string, (string Stage, string Job)> keys)
    {
        var emptied = spec.Under("phases")!.Under("build")!.Under("commands").Items().Select(command => Emptied().Match(command.Text()!)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["nothing"].Value);
        var values = build.SelectMany(action => action.Node.Under("Configuration")!.Under("EnvironmentVariables").Text() is { } list ? JsonNode.Parse(list)!.AsArray() : [])
            .GroupBy(variable => $"{variable!["name"]}", variable => $"{variable!["value"]}");
        return [.. values.Select(variable => $"{variable.Key} = {(build.Count() > 1 && variable.Distinct().Count() > 1 ? $"each of {string.Join(' ', variable)}" : Meaning(variable.First()))}")];

        string Meaning(string value)
        {
            if (Use().Match(value) is not { Success: true } use)
                return $"'{value}'";

            if (use.Groups["space"].Value == "variables")
                return $"input {use.Groups["name"].Value}, empty for {emptied[Of(value)]}";

            var from = pipeline.Actions.Single(action => action.Node.Under("Namespace").Text() == use.Groups["space"].Value);
            return $"output {keys[from.Node.Under("Configuration")!.Under("ProjectName")!.Under("Ref").Text()!].Job} {use.Groups["name"].Value.ToLowerInvariant()}";
        }

        string Of(string value) => values.First(variable => variable.First() == value).Key;
    }

    private static string Choices(PipelineDocument pipeline, string name)
    {
        var rules = pipeline.Conditions.SelectMany(one => one.Condition.Under("Rules").Items()).Select(rule => rule.Under("Configuration")!);
        var pattern = rules.First(rule => rule.Under("Variable").Text() == $"#{{variables.{name}}}").Under("Value").Text()!;
        return pattern.Contains('[', StringComparison.Ordinal) ? "" : string.Join(", ", pattern[2..^2].Split('|').Select(Regex.Unescape));
    }

    private static YamlMappingNode Root(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    [GeneratedRegex(@"^cron\((?<cron>.+) \*\)$")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^if \[ ""\$(?<name>\w+)"" = (?<nothing>\S+) \]; then \k<name>=; fi$")]
    private static partial Regex Emptied();

    [GeneratedRegex(@"^#\{(?<space>[\w-]+)\.(?<name>[\w-]+)\}$")]
    private static partial Regex Use();

    // rollback-dev, rollback-shop-dev, rollback-check-dev: what comes last is the environment, and is missing where there is one alone.
    [GeneratedRegex("^(?<stage>rollback(-check)?(-shop|-mail)?)(?<environment>-dev|-prod)?$")]
    private static partial Regex Rollbacks();
}
