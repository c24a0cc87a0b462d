using System.Text.Json.Nodes;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Traffic;

namespace Slipway.Tests.Services.Pair;

/// <summary>A pair whose sides run what a test says.</summary>
internal static class Pairs
{
    public const string Rule = "arn:rule";
    public const string Blue = "targetgroup/web/0a";
    public const string Green = "targetgroup/web-alt/0b";

    public static PairGroups Groups { get; } = new(Rule, Blue, Green);

    public static TrafficRule Weighing(int blue, int green) => new(Rule, ["forward"], [new(Blue, blue), new(Green, green)]);

    /// <summary>A side that runs an image.</summary>
    /// <param name="minute">When it was deployed.</param>
    /// <param name="state">COMPLETED, IN_PROGRESS or FAILED.</param>
    public static ObservedService Side(string image, int minute = 0, string state = "COMPLETED") => new(
        new ServiceSnapshot("chat-web", $"web:{image}", 2)
        {
            Deployments = [new DeploymentSnapshot("d", "PRIMARY", $"web:{image}", state, DateTimeOffset.UnixEpoch.AddMinutes(minute), 2, 2)],
        },
        new TaskDefinitionRevision($"web:{image}", Content(image)));

    private static JsonObject Content(string image) => new()
    {
        ["family"] = "web",
        ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = image }),
    };
}
