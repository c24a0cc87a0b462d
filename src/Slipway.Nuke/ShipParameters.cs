namespace Slipway.Nuke;

/// <summary>Parameters that are read more strictly than NUKE reads them.</summary>
public static class ShipParameters
{
    /// <summary>The arguments of this process, without the program itself.</summary>
    internal static IReadOnlyList<string> Arguments { get; } = [.. System.Environment.GetCommandLineArgs().Skip(1)];

    internal static string Environment() =>
        CommandLine.Value(Arguments, "environment")
        ?? System.Environment.GetEnvironmentVariable("NUKE_ENVIRONMENT")
        ?? DeployEnvironment.Local.Name;

    /// <summary>
    /// A requirement for targets: every parameter on the command line exists and has a value that it can take. Requirements are checked
    /// before any target runs. On a mistake the run ends with exit code 2, and what is valid is printed.
    /// </summary>
    public static bool AreValid(IShip build)
    {
        ArgumentNullException.ThrowIfNull(build);
        if (CommandLine.Problems(build.GetType(), Arguments) is not { Count: > 0 } problems)
            return true;

        ShipRun.OutputOf(build).Emit(new RunFailed($"{string.Join('\n', problems)}\nNothing was changed."));
        build.ExitCode = (int)Verdict.Usage;
        return false;
    }
}
