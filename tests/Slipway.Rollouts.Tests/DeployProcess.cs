using System.Text.Json;
using Slipway.Processes;
using Slipway.Releases;

namespace Slipway.Rollouts;

/// <summary>A deploy in a process of its own, so that it can be killed like one.</summary>
internal static class DeployProcess
{
    public const string Word = "--deploy-for-a-test";

    /// <param name="Strategy">One of <see cref="Strategies.All"/>.</param>
    internal sealed record Order(string Root, Uri Aws, double Speed, string Strategy);

    public static Command Command(Order order) => new("dotnet", ["exec", typeof(DeployProcess).Assembly.Location, Word, JsonSerializer.Serialize(order)]);

    public static async Task<int> Main(string json)
    {
        var order = JsonSerializer.Deserialize<Order>(json)!;
        var request = Stage.RequestOf(Shop.With(Strategies.Unvisited(order.Strategy)), order.Root, order.Aws, order.Speed);
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
