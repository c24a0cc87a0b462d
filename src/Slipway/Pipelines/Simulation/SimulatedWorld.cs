using System.Text.Json;

namespace Slipway.Pipelines.Simulation;

/// <summary>
/// What the processes of a simulated run must know to reach the rehearsal cloud with a definition that names an account of AWS. It is a file, named by
/// <see cref="Variable"/>, which the build in a job reads; all that it names is on this machine, so that a release under it can go nowhere else.
/// </summary>
/// <param name="Aws">The rehearsal cloud.</param>
/// <param name="GitHub">The GitHub that the run takes place at.</param>
/// <param name="Speed">60: a minute of AWS lasts a second.</param>
internal sealed record SimulatedWorld(Uri Aws, Uri GitHub, string Registry, string DockerCli, string DockerHost, double Speed)
{
    public const string Variable = "SLIPWAY_SIMULATION";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>What was made in the rehearsal for an application in an environment, by <c>application/environment</c>.</summary>
    public IReadOnlyDictionary<string, Infrastructure> Made { get; init; } = new Dictionary<string, Infrastructure>();

    public static string KeyOf(Application application, DeployEnvironment environment) => $"{application.Name}/{environment.Name}";

    /// <summary>The world that this process runs in; null: the real one.</summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    /// <exception cref="DeployException">The file cannot be read, or names what is not on this machine (<see cref="Verdict.Refused"/>).</exception>
    public static SimulatedWorld? Of(Func<string, string?> variable)
    {
        if (variable(Variable) is not { Length: > 0 } path)
            return null;

        try
        {
            var world = JsonSerializer.Deserialize<SimulatedWorld>(File.ReadAllText(path), Json) ?? throw new JsonException("it is empty");
            return world.IsOfThisMachine ? world : throw Refused(path, "it names what is not on this machine");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            throw Refused(path, exception.Message, exception);
        }
    }

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json));

    /// <summary>An environment as it is in this world: with what was made for it, and approvals by the simulated GitHub alone.</summary>
    /// <exception cref="DeployException">Nothing was made for it (<see cref="Verdict.Refused"/>).</exception>
    public DeployEnvironment Of(Application application, DeployEnvironment environment) => environment with
    {
        Infrastructure = Made.GetValueOrDefault(KeyOf(application, environment)) ?? throw new DeployException(
            $"""
             The simulation has nothing of {application.Name} in {environment}. Nothing was changed.
               found  {string.Join(", ", Made.Keys.DefaultIfEmpty("nothing"))}
               try    name the environment in the workflow's commands, with --environment {environment}
             """,
            Verdict.Refused),
        Approval = environment.Approval with { GitHubServer = GitHub },
    };

    private bool IsOfThisMachine =>
        Aws is { IsAbsoluteUri: true, IsLoopback: true } && GitHub is { IsAbsoluteUri: true, IsLoopback: true } && DockerHost.StartsWith("unix://", StringComparison.Ordinal);

    private static DeployException Refused(string path, string why, Exception? inner = null) => new(
        $"""
         {Variable} is set, and what it names is no simulation: {why}. Nothing was changed.
           file  {path}
           try   unset {Variable}; ./build.sh Simulate sets it for the jobs that it runs
         """,
        Verdict.Refused, inner);
}
