using Nuke.Common;
using Slipway.Nuke;

namespace Slipway.EndToEnd;

/// <summary>The build of this repository, in which the chat's server has the rollout that a test asks for.</summary>
internal sealed class ShiftBuild : NukeBuild, IShip
{
    /// <summary>The value of <see cref="MotoProgram.BuildVariable"/> that starts this build.</summary>
    public const string Name = "shift";

    public const string RolloutVariable = "SLIPWAY_TESTS_ROLLOUT";
    public const string Stepped = "stepped";
    public const string ServicePair = "service pair";

    // At the speed of these rehearsals a minute lasts ten seconds.
    private static readonly TimeSpan Bake = TimeSpan.FromMinutes(1);

    IReadOnlyList<Application> IShip.Applications =>
    [
        Chat.Application with
        {
            Services =
            [
                Chat.Application.Services.Single() with
                {
                    Rollout = By.Environment(env => env.IsLocal ? RolloutOf(System.Environment.GetEnvironmentVariable(RolloutVariable)) : Rollout.Rolling),
                },
            ],
        },
    ];

    public static int Start() => Execute<ShiftBuild>(x => ((IShip)x).Preview);

    private static Rollout RolloutOf(string? name) => name switch
    {
        Stepped => Rollout.Stepped(10, 50, 90).Bake(Bake).While(Gate.HealthyHosts.AtLeast(1)),
        ServicePair => Rollout.ServicePair(10, 50, 90).Bake(Bake).While(Gate.HealthyHosts.AtLeast(1)),
        _ => throw new InvalidOperationException($"{RolloutVariable} is {name}; valid are {Stepped} and {ServicePair}."),
    };
}
