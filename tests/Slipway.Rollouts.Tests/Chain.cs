namespace Slipway.Rollouts;

/// <summary>An application of three services, each of which waits for the one before.</summary>
internal static class Chain
{
    public const string First = "first";
    public const string Second = "second";
    public const string Third = "third";

    public static IReadOnlyList<string> Names { get; } = [First, Second, Third];

    /// <param name="rolloutOf">By the service's name.</param>
    public static Application With(Func<string, Rollout> rolloutOf) => new("chain")
    {
        Environments = [DeployEnvironment.Local],
        Services =
        [
            .. Names.Select((name, place) => Shop.Service(name, Route.Path($"/{name}/*"), tasks: 1) with
            {
                DependsOn = place == 0 ? [] : [Names[place - 1]],
                Rollout = rolloutOf(name),
            }),
        ],
    };
}
