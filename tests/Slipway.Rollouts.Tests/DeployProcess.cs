using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Processes;

namespace Slipway.Rollouts;

/// <summary>A deploy in a process of its own, so that it can be killed like one.</summary>
internal static class DeployProcess
{
    public const string Word = "--deploy-for-a-test";

    /// <param name="Strategy">One of <see cref="Strategies.All"/>.</param>
    internal sealed record Order(string Root, Uri Aws, double Speed, string Strategy)
    {
        /// <summary>Whether the chain is deployed, with what its pages load; the shop otherwise.</summary>
        public bool IsChain { get; init; }

        [JsonIgnore]
        public Application Application => IsChain ? Chain.WithScripts(Strategies.Unvisited(Strategy)) : Shop.With(Strategies.Unvisited(Strategy));
    }

    public static Command Command(Order order) => new("dotnet", ["exec", typeof(DeployProcess).Assembly.Location, Word, JsonSerializer.Serialize(order)]);

    public static Task<int> Main(string json)
    {
        var order = JsonSerializer.Deserialize<Order>(json)!;
        return DeployRun.Of(Stage.RequestOf(order.Application, order.Root, order.Aws, order.Speed));
    }
}
