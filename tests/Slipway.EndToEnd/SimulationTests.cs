using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.EndToEnd;

/// <summary>A generated workflow, run with <c>Simulate</c> as a person runs it: real containers, a job and a clone for everything that GitHub would run.</summary>
public sealed partial class SimulationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_deploy_builds_its_images_side_by_side_waits_for_its_reviewer_and_ends_in_a_release_that_answers()
    {
        await using var workspace = await Workspace.Create(Ct);
        workspace.Program = typeof(SimulatedBuild).Assembly.Location;
        workspace.Variables[MotoProgram.BuildVariable] = SimulatedBuild.Name;
        // Jobs start the build by its script, with nothing of this process's variables.
        await File.WriteAllTextAsync(
            Path.Combine(workspace.Root, "build.sh"),
            $"#!/bin/sh\nexport {MotoProgram.BuildVariable}={SimulatedBuild.Name}\nexec dotnet exec '{workspace.Program}' \"$@\"\n", Ct);
        Assert.Equal(0, (await workspace.Build(Ct, "Pipelines")).ExitCode);
        await workspace.Commit("Generate the pipelines", Ct);

        var first = await workspace.Build(Ct, "Simulate", "--workflow", "deploy-prod", "--approve", "--verbosity", "Verbose");

        Assert.True(first.ExitCode == 0, first.Output);
        Assert.Equal(["changes", "images (server)", "images (idle)", "review", "deploy"], Begun(first));
        Assert.Contains("reviewer approved job deploy in environment prod", first.Output, StringComparison.Ordinal);
        Assert.Matches("GitHub +deployment of [0-9a-f]{12} to prod: in_progress, success", first.Output);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        Assert.NotNull(JsonNode.Parse(await http.GetStringAsync(new Uri(Address().Match(first.Output).Groups["url"].Value + "api/version"), Ct))!["version"]);

        // Nothing changed since that release: no image is built, and nobody has to read a plan that does nothing.
        var again = await workspace.Build(Ct, "Simulate", "--workflow", "deploy-prod", "--approve");

        Assert.True(again.ExitCode == 0, again.Output);
        Assert.Equal(["changes", "review", "deploy"], Begun(again));
        Assert.Contains("job images is skipped", again.Output, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Begun(Run run) =>
        [.. Job().Matches(run.Output).Select(match => $"{match.Groups["id"].Value}{(match.Groups["matrix"].Success ? $" ({match.Groups["matrix"].Value})" : "")}")];

    [GeneratedRegex(@"^(→ )?job (?<id>[a-z]+): [^(\n]*(\((?<matrix>[^)]+)\))?\r?$", RegexOptions.Multiline)]
    private static partial Regex Job();

    [GeneratedRegex("\\bserver +(?<url>http://[a-z0-9.-]+:[0-9]+/)")]
    private static partial Regex Address();
}
