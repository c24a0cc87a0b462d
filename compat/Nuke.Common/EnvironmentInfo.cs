using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common;

/// <summary>The surroundings of the running build.</summary>
public static class EnvironmentInfo
{
    /// <summary>The words of the command line, without the program.</summary>
    public static IReadOnlyCollection<string> CommandLineArguments => BuildSession.Current.Arguments;

    /// <summary>The directory from which the build was called.</summary>
    public static AbsolutePath WorkingDirectory => BuildSession.Current.WorkingDirectory;

    /// <summary>Whether the system is Windows.</summary>
    public static bool IsWin => OperatingSystem.IsWindows();

    /// <summary>Whether the system is Linux.</summary>
    public static bool IsLinux => OperatingSystem.IsLinux();

    /// <summary>Whether the system is macOS.</summary>
    public static bool IsOsx => OperatingSystem.IsMacOS();

    /// <summary>The value of an environment variable, or null.</summary>
    public static string? GetVariable(string name) => BuildSession.Current.Variable(name);

    /// <summary>Whether an environment variable is set; an empty one counts unless <paramref name="allowEmpty"/> is false.</summary>
    public static bool HasVariable(string name, bool allowEmpty = true) =>
        GetVariable(name) is { } value && (allowEmpty || value.Length > 0);
}
