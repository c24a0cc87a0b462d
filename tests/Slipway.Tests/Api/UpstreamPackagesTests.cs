using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.Processes;

namespace Slipway.Tests.Api;

/// <summary>The switch to the official packages, as MSBuild understands it. Curated feeds do not have them, so nothing is restored here.</summary>
[Trait("Category", "Long")]
public sealed class UpstreamPackagesTests
{
    private static readonly string[] BuiltIn =
    [
        "AWSSDK.ApplicationAutoScaling", "AWSSDK.CloudFront", "AWSSDK.CloudWatch", "AWSSDK.CloudWatchLogs", "AWSSDK.CodePipeline", "AWSSDK.EC2", "AWSSDK.ECR", "AWSSDK.ECS",
        "AWSSDK.ElasticLoadBalancingV2", "AWSSDK.IdentityManagement", "AWSSDK.RDS", "AWSSDK.SecretsManager", "Nuke.Common", "Octokit",
    ];

    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    [Fact]
    public async Task No_project_takes_a_built_in_package_and_together_they_take_every_official_one()
    {
        var evaluated = await Evaluate("-p:UpstreamPackages=true");

        Assert.Empty(evaluated.SelectMany(project => project.References.Where(reference => reference.Contains("/compat/", StringComparison.Ordinal)).Select(reference => $"{project.Name}: {reference}")));
        Assert.Equal(BuiltIn, evaluated.SelectMany(project => project.Packages).Intersect(BuiltIn).Order(StringComparer.Ordinal));
        Assert.All(evaluated, project => Assert.StartsWith(Path.Combine(Root, "artifacts", "upstream"), project.LockFile, StringComparison.Ordinal));
    }

    [Fact]
    public async Task By_default_no_project_takes_an_official_package_that_curated_feeds_lack() =>
        Assert.Empty((await Evaluate("-p:UpstreamPackages=")).SelectMany(project => project.Packages).Intersect(BuiltIn));

    private static string Root { get; } = FindRoot();

    private static async Task<IReadOnlyList<Evaluated>> Evaluate(string property)
    {
        var projects = XDocument.Load(Path.Combine(Root, "Slipway.slnx")).Descendants("Project").Select(project => (string)project.Attribute("Path")!)
            .Where(path => !path.StartsWith("compat/", StringComparison.Ordinal)).ToList();
        Assert.True(projects.Count > 5, string.Join(' ', projects));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var evaluated = new Evaluated[projects.Count];
        await Parallel.ForAsync(0, projects.Count, limit.Token, async (i, ct) => evaluated[i] = await Evaluate(projects[i], property, ct));
        return evaluated;
    }

    private static async Task<Evaluated> Evaluate(string project, string property, CancellationToken ct)
    {
        var command = new Command("dotnet", "msbuild", project, property, "-nodeReuse:false", "-getItem:PackageReference,ProjectReference", "-getProperty:NuGetLockFilePath,UpstreamPackages")
        {
            Directory = Root,
            Environment = new Dictionary<string, string?> { ["UPSTREAM_PACKAGES"] = null },
        };
        var result = await Processes.Run(command, onLine: null, ct);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);

        var answer = JsonNode.Parse(result.Output)!;
        return new Evaluated(
            project, Of("PackageReference", "Identity"), [.. Of("ProjectReference", "FullPath").Select(path => path.Replace('\\', '/'))],
            answer["Properties"]!["NuGetLockFilePath"]!.GetValue<string>());

        string[] Of(string item, string metadata) => [.. answer["Items"]![item]!.AsArray().Select(one => one![metadata]!.GetValue<string>())];
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Slipway.slnx")))
            folder = Path.GetDirectoryName(folder)!;

        return folder;
    }

    private sealed record Evaluated(string Name, IReadOnlyList<string> Packages, IReadOnlyList<string> References, string LockFile);
}
