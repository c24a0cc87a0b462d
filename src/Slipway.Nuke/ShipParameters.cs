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
}
