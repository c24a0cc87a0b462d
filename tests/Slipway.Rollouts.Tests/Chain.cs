namespace Slipway.Rollouts;

/// <summary>An application of three services, each of which waits for the one before.</summary>
internal static class Chain
{
    public const string First = "first";
    public const string Second = "second";
    public const string Third = "third";
    public const string Scripts = "scripts";

    public static IReadOnlyList<string> Names { get; } = [First, Second, Third];

    /// <summary>The same with what its pages load, in the folder <c>scripts</c>.</summary>
    public static Application WithScripts(Rollout rollout) => With(_ => rollout) with
    {
        Sites = [new(Scripts) { Source = Scripts, Routing = SiteRouting.Assets, Prefix = Scripts }],
    };

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
