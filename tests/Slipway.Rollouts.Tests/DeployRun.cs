using Slipway.Processes;
using Slipway.Releases;

namespace Slipway.Rollouts;

/// <summary>A deploy as a program of its own: tells what it does on standard output and why it failed on standard error, and gives the exit code.</summary>
internal static class DeployRun
{
    public static async Task<int> Of(ReleaseRequest request)
    {
        var output = new Told();
        try
        {
            using var tools = new ReleaseTools(request, new SystemProcesses(TimeProvider.System), output, TimeProvider.System);
            var record = await new Release(request, tools, output, TimeProvider.System).Deploy(CancellationToken.None);
            return record.ExitCode;
        }
        catch (DeployException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return (int)exception.Verdict;
        }
        finally
        {
            await Console.Out.WriteLineAsync(output.Text);
        }
    }
}
