namespace Slipway.Nuke;

/// <summary>Parameters that are read more strictly than NUKE reads them.</summary>
internal static class ShipParameters
{
    /// <summary>The arguments of this process, without the program itself.</summary>
    public static IReadOnlyList<string> Arguments { get; } = [.. System.Environment.GetCommandLineArgs().Skip(1)];

    /// <summary>The value on the command line, also where it is written <c>--name=value</c>, which the official runner passes over; null: none.</summary>
    public static string? Given(string name) => CommandLine.Value(Arguments, name);

    /// <summary>Whether it is on the command line at all, with or without a value.</summary>
    public static bool Has(string name) => CommandLine.Has(Arguments, name);

    /// <summary>All values on the command line, of a parameter that may be repeated.</summary>
    public static IReadOnlyList<string> AllGiven(string name) => CommandLine.Values(Arguments, name);

    public static string Environment() => Environment(Arguments, System.Environment.GetEnvironmentVariable);

    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static string Environment(IReadOnlyList<string> arguments, Func<string, string?> variable) =>
        CommandLine.Value(arguments, "environment") ?? variable("NUKE_ENVIRONMENT") ?? DeployEnvironment.Local.Name;

    public static string? AssumeRole() => AssumeRole(Arguments, System.Environment.GetEnvironmentVariable);

    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static string? AssumeRole(IReadOnlyList<string> arguments, Func<string, string?> variable) =>
        CommandLine.Value(arguments, "assume-role") ?? (variable("NUKE_ASSUME_ROLE") is { Length: > 0 } role ? role : null);

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
