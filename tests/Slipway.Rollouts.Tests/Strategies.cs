namespace Slipway.Rollouts;

/// <summary>The rollouts that every scenario is played with, by name.</summary>
internal static class Strategies
{
    public const string Rolling = "Rolling";
    public const string BlueGreen = "BlueGreen";
    public const string Canary = "Canary";
    public const string Linear = "Linear";
    public const string Stepped = "Stepped";
    public const string ServicePair = "ServicePair";

    public static IReadOnlyList<string> All { get; } = [Rolling, BlueGreen, Canary, Linear, Stepped, ServicePair];

    private static readonly Gate[] Gates =
    [
        Gate.HealthyHosts.AtLeast(1), Gate.ServerErrors.Below(0.05) with { MinimumRequests = 8 }, Gate.P90.Below(TimeSpan.FromSeconds(1)) with { MinimumRequests = 8 },
    ];

    /// <summary>The rollout of that name, watching for long enough to judge visitors: a minute of AWS is a second here.</summary>
    public static Rollout Of(string name) => Of(name, TimeSpan.FromMinutes(3), Gates);

    /// <summary>The same, watching for so long that answers which come late, or to few at first, are among what is judged.</summary>
    public static Rollout Patient(string name) => Of(name, TimeSpan.FromMinutes(6), Gates);

    /// <summary>The rollout of that name, without visitors: it asks for healthy tasks alone, and not for long.</summary>
    public static Rollout Unvisited(string name) => Of(name, TimeSpan.FromMinutes(1), Gate.HealthyHosts.AtLeast(1));

    private static Rollout Of(string name, TimeSpan bake, params Gate[] gates) => name switch
    {
        Rolling => Rollout.Rolling,
        BlueGreen => Rollout.BlueGreen.Bake(bake).While(gates),
        Canary => Rollout.Canary(20, bake).Bake(bake).While(gates),
        Linear => Rollout.Linear(25, bake).Bake(bake).While(gates),
        Stepped => Rollout.Stepped(10, 50, 90).Bake(bake).While(gates),
        ServicePair => Rollout.ServicePair(10, 50, 90).Bake(bake).While(gates),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown"),
    };
}
