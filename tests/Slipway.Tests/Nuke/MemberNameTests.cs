using System.Reflection;
using Nuke.Common;
using Slipway.Nuke;
using Assert = Xunit.Assert;

namespace Slipway.Tests.Nuke;

/// <summary>NUKE drops a target of a component without a word when a member of NukeBuild has its name.</summary>
public sealed class MemberNameTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Members of NukeBuild 10.1 that a derived class sees, those of the built-in runner included.
    private static readonly string[] Official =
    [
        "AbortedTargets", "BuildAssemblyDirectory", "BuildAssemblyFile", "BuildProjectDirectory", "BuildProjectFile", "Continue", "EmbeddedPackagesDirectory",
        "Execute", "ExecutionPlan", "ExitCode", "FailedTargets", "FinishedTargets", "Help", "Host", "InvokedTargets", "IsFailing", "IsFinished", "IsLocalBuild",
        "IsServerBuild", "IsSucceeding", "LoadedLocalProfiles", "NoLogo", "NpmPackageJsonFile", "NuGetAssetsConfigFile", "NuGetPackagesConfigFile",
        "OnBuildCreated", "OnBuildFinished", "OnBuildInitialized", "OnTargetFailed", "OnTargetRunning", "OnTargetSkipped", "OnTargetSucceeded", "Partition",
        "Plan", "ReportSummary", "RootDirectory", "RunningTargets", "ScheduledTargets", "SkippedTargets", "SucceededTargets", "TemporaryDirectory", "Verbosity",
    ];

    [Fact]
    public void No_member_of_the_component_has_the_name_of_one_of_NukeBuild()
    {
        var taken = Official.Concat(Visible(typeof(NukeBuild))).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var names = typeof(IShip).GetProperties(All).Select(property => property.Name).ToList();

        Assert.Contains("Deploy", names);
        Assert.DoesNotContain(names, taken.Contains);
    }

    [Fact]
    public void The_list_of_official_members_covers_what_the_built_in_runner_has() =>
        Assert.Subset(Official.ToHashSet(StringComparer.Ordinal), Visible(typeof(NukeBuild)).ToHashSet(StringComparer.Ordinal));

    private static IEnumerable<string> Visible(Type type) =>
        type.GetMembers(All).Where(member => member is PropertyInfo property
            ? IsVisible(property.GetMethod!)
            : member is MethodInfo { IsSpecialName: false } method && IsVisible(method)).Select(member => member.Name);

    private static bool IsVisible(MethodInfo method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
