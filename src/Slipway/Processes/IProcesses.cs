namespace Slipway.Processes;

/// <summary>Runs programs.</summary>
public interface IProcesses
{
    /// <summary>
    /// Runs <paramref name="command"/> to its end and returns its exit code and output, whatever they are. On cancellation
    /// the program gets SIGTERM, and SIGKILL with all its children when it has not ended after ten seconds.
    /// </summary>
    /// <param name="onLine">Called for each line of standard output and standard error as it comes, one at a time.</param>
    /// <exception cref="DeployException">The program was not found or could not be started.</exception>
    Task<CommandResult> Run(Command command, Action<string>? onLine, CancellationToken ct);
}
