using System.Text.Json;
using Slipway.Processes;

namespace Slipway.Rollouts;

/// <summary>A deploy in a process of its own, so that it can be killed like one.</summary>
internal static class DeployProcess
{
    public const string Word = "--deploy-for-a-test";

    /// <param name="Strategy">One of <see cref="Strategies.All"/>.</param>
    internal sealed record Order(string Root, Uri Aws, double Speed, string Strategy);

    public static Command Command(Order order) => new("dotnet", ["exec", typeof(DeployProcess).Assembly.Location, Word, JsonSerializer.Serialize(order)]);

    public static Task<int> Main(string json)
    {
        var order = JsonSerializer.Deserialize<Order>(json)!;
        return DeployRun.Of(Stage.RequestOf(Shop.With(Strategies.Unvisited(order.Strategy)), order.Root, order.Aws, order.Speed));
    }
}
