using System.Globalization;
using Slipway.Pipelines.Files;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>Writes what a project of CodeBuild runs: the SDK, and then the same commands as everywhere.</summary>
internal static class BuildSpecText
{
    /// <summary>The file that commands write to what later actions take from them; a shell reads it.</summary>
    public const string OutputsVariable = "SLIPWAY_OUTPUTS";

    /// <summary>What else an approval shows: a line about the plan, and where its log is.</summary>
    public const string Summary = "SUMMARY";

    public const string Log = "LOG";

    /// <summary>What stands in the header.</summary>
    public static IReadOnlyList<string> Comments(AwsProject project) =>
    [
        $"what: {project.Job.Title}",
        .. project.Job.Steps.OfType<PipelineStep.Action>().Select(action => $"left out: step {action.Name}, which is an action of GitHub ({action.Uses})"),
    ];

    /// <param name="dotnetVersion">The SDK to install; null: what <c>global.json</c> names.</param>
    public static string Write(AwsProject project, string? dotnetVersion) => YamlWriter.Write(Yaml.Map.Of(
        ("version", new Yaml.Plain("0.2")),
        ("env", Yaml.Map.Of(
            // The options of commands are written in its words; one shell runs them all, up to the first that fails.
            ("shell", "bash"),
            ("variables", new Yaml.Map(("CI", "true"))),
            ("exported-variables", Exported(project) is { Count: > 0 } names ? new Yaml.List([.. names.Select(name => (Yaml)name)]) : null))),
        ("phases", new Yaml.Map(
            ("install", Yaml.Map.Of(
                ("runtime-versions", Runtimes(project) is { Count: > 0 } runtimes ? new Yaml.Map(runtimes) : null),
                ("commands", Lines(Sdk(dotnetVersion))))),
            ("build", new Yaml.Map(("commands", Lines(Commands(project)))))))));

    /// <summary>Names of the variables that later actions can use.</summary>
    public static IReadOnlyList<string> Exported(AwsProject project) => project.Outputs.Count == 0 ? [] : [.. project.Outputs, Summary, Log];

    private static IReadOnlyList<(string, Yaml)> Runtimes(AwsProject project) =>
        [.. project.Stage.CodePipeline!.Runtimes.OrderBy(runtime => runtime.Key, StringComparer.Ordinal).Select(runtime => (runtime.Key, (Yaml)runtime.Value))];

    private static Yaml.List Lines(IEnumerable<string> lines) => new([.. lines.Select(line => (Yaml)line)]);

    // https://learn.microsoft.com/dotnet/core/tools/dotnet-install-script; the images of CodeBuild have older ones.
    private static IReadOnlyList<string> Sdk(string? version) =>
    [
        $"curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- {Wanted(version)} --install-dir \"$HOME/.dotnet\"",
        "export DOTNET_ROOT=\"$HOME/.dotnet\" PATH=\"$HOME/.dotnet:$PATH\"",
    ];

    // What actions/setup-dotnet calls 10.0.x is the channel 10.0.
    private static string Wanted(string? version) =>
        version is null ? "--jsonfile global.json"
        : version.EndsWith(".x", StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"--channel {ShellCommand.Quoted(version[..^2])}")
        : $"--version {ShellCommand.Quoted(version)}";

    private static IEnumerable<string> Commands(AwsProject project)
    {
        foreach (var (name, nothing) in ActionVariables.Emptied(project.Job))
            yield return $"if [ \"${name}\" = {ShellCommand.Quoted(nothing)} ]; then {name}=; fi";

        var hasOutputs = project.Outputs.Count > 0;
        if (hasOutputs)
            yield return $"export {OutputsVariable}=\"$(mktemp)\"";

        foreach (var step in project.Job.Steps.Where(step => step is not PipelineStep.Action))
            yield return step is PipelineStep.Build build ? ShellCommand.Of(build) : ShellCommand.Of((PipelineStep.Program)step);

        if (hasOutputs)
        {
            yield return $". \"${OutputsVariable}\"";
            yield return $"export {Log}=\"$CODEBUILD_BUILD_URL\"";
        }
    }
}
