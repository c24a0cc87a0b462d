namespace Slipway.Nuke;

/// <summary>Parameters that are read more strictly than NUKE reads them.</summary>
internal static class ShipParameters
{
    /// <summary>The arguments of this process, without the program itself.</summary>
    public static IReadOnlyList<string> Arguments { get; } = [.. System.Environment.GetCommandLineArgs().Skip(1)];

    public static string Environment() =>
        CommandLine.Value(Arguments, "environment")
        ?? System.Environment.GetEnvironmentVariable("NUKE_ENVIRONMENT")
        ?? DeployEnvironment.Local.Name;

    /// <summary>
    /// Holds when every parameter on the command line exists and has a value that it can take. Otherwise tells what is wrong and
    /// what is valid, and makes the exit code that of wrong usage.
    /// </summary>
    /// <exception cref="TargetFailedException">They are not valid.</exception>
    public static object Demand(IShip build)
    {
        if (CommandLine.Problems(build.GetType(), Arguments) is { Count: > 0 } problems)
        {
            ShipRun.OutputOf(build).Emit(new RunFailed($"{string.Join('\n', problems)}\nNothing was changed."));
            build.ExitCode = (int)Verdict.Usage;
            throw new TargetFailedException("The parameters are not valid");
        }

        return build;
    }
}
