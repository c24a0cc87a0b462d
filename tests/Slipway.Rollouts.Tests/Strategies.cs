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

    private static readonly Gate[] Gates = [Gate.HealthyHosts.AtLeast(1), Gate.ServerErrors.Below(0.05), Gate.P90.Below(TimeSpan.FromMilliseconds(250))];

    // A minute of AWS is a second here.
    private static readonly TimeSpan Bake = TimeSpan.FromMinutes(3);

    public static Rollout Of(string name) => name switch
    {
        Rolling => Rollout.Rolling,
        BlueGreen => Rollout.BlueGreen.Bake(Bake).While(Gates),
        Canary => Rollout.Canary(20, Bake).Bake(Bake).While(Gates),
        Linear => Rollout.Linear(25, Bake).Bake(Bake).While(Gates),
        Stepped => Rollout.Stepped(10, 50, 90).Bake(Bake).While(Gates),
        ServicePair => Rollout.ServicePair(10, 50, 90).Bake(Bake).While(Gates),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown"),
    };
}
