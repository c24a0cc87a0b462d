using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    /// <summary>
    /// The nearest directory, from the working directory upwards, that holds <c>.nuke</c>; or what <c>--root</c> names (without a value: the
    /// working directory).
    /// </summary>
    [Parameter("Root directory during build execution.", Name = "Root")]
    public static AbsolutePath RootDirectory => BuildSession.Current.Root;

    /// <summary>The directory <c>.nuke/temp</c>; it exists.</summary>
    public static AbsolutePath TemporaryDirectory => (RootDirectory / ".nuke" / "temp").CreateDirectory();

    /// <summary>The assembly of the build.</summary>
    public static AbsolutePath BuildAssemblyFile => BuildSession.Current.BuildAssembly;

    /// <summary>The directory of the assembly.</summary>
    public static AbsolutePath BuildAssemblyDirectory => BuildAssemblyFile.Parent!;

    /// <summary>The nearest project file, from the assembly upwards, or null.</summary>
    public static AbsolutePath? BuildProjectFile
    {
        get
        {
            for (AbsolutePath? directory = BuildAssemblyDirectory; directory is not null; directory = directory.Parent)
            {
                if (Directory.EnumerateFiles(directory, "*.csproj").FirstOrDefault() is { } project)
                    return project;
            }

            return null;
        }
    }

    /// <summary>The directory of the project file, or null.</summary>
    public static AbsolutePath? BuildProjectDirectory => BuildProjectFile?.Parent;

    /// <summary>How much is logged.</summary>
    [Parameter("Logging verbosity during build execution. Default is 'Normal'.")]
    public static Verbosity Verbosity
    {
        get => BuildSession.Current.Verbosity;
        set => BuildSession.Current.Verbosity = value;
    }

    /// <summary>Where the build runs.</summary>
    [Parameter("Host for execution. Default is 'automatic'.")]
    public static Host Host
    {
        get => BuildSession.Current.Host;
        set => BuildSession.Current.Host = value;
    }

    /// <summary>The names of the files <c>.nuke/parameters.NAME.json</c> that give values; the last one named wins.</summary>
    [Parameter("Defines the profiles to load.", Name = "Profile")]
    public static string[] LoadedLocalProfiles => [.. BuildSession.Current.Profiles];

    /// <summary>Whether a person's machine builds.</summary>
    public static bool IsLocalBuild => !IsServerBuild;

    /// <summary>Whether a build server builds.</summary>
    public static bool IsServerBuild => Host is IBuildServer;

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;

    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;

    AbsolutePath INukeBuild.BuildAssemblyFile => BuildAssemblyFile;

    AbsolutePath INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;

    AbsolutePath? INukeBuild.BuildProjectDirectory => BuildProjectDirectory;

    AbsolutePath? INukeBuild.BuildProjectFile => BuildProjectFile;

    Verbosity INukeBuild.Verbosity => Verbosity;

    Host INukeBuild.Host => Host;

    bool INukeBuild.IsLocalBuild => IsLocalBuild;

    bool INukeBuild.IsServerBuild => IsServerBuild;

    T? INukeBuild.TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class =>
        (T?)ValueOf(parameterExpression);

    T? INukeBuild.TryGetValue<T>(Expression<Func<object?>> parameterExpression)
        where T : default =>
        (T?)ValueOf(parameterExpression);

    /// <summary>Called when the parameters were read and nothing is planned yet.</summary>
    protected internal virtual void OnBuildCreated()
    {
    }

    /// <summary>Called when the plan stands, before requirements are checked and anything runs.</summary>
    protected internal virtual void OnBuildInitialized()
    {
    }

    /// <summary>Called after the summary, whatever the outcome.</summary>
    protected internal virtual void OnBuildFinished()
    {
    }

    /// <summary>Called before a target's first action.</summary>
    protected internal virtual void OnTargetRunning(string target)
    {
    }

    /// <summary>Called when a target is passed over.</summary>
    protected internal virtual void OnTargetSkipped(string target)
    {
    }

    /// <summary>Called after a target's last action.</summary>
    protected internal virtual void OnTargetSucceeded(string target)
    {
    }

    /// <summary>Called when an action threw.</summary>
    protected internal virtual void OnTargetFailed(string target)
    {
    }
}
