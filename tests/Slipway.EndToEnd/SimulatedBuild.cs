using Nuke.Common;
using Slipway.Nuke;

namespace Slipway.EndToEnd;

/// <summary>The build of a repository whose workflows are simulated: the chat with a second service, and an environment of AWS that somebody must let a release into.</summary>
internal sealed class SimulatedBuild : NukeBuild, IShip
{
    /// <summary>The value of <see cref="MotoProgram.BuildVariable"/> that starts this build.</summary>
    public const string Name = "simulated";

    private static readonly EcsService Server = Chat.Application.Services.Single();

    IReadOnlyList<Application> IShip.Applications =>
    [
        Chat.Application with
        {
            Environments =
            [
                .. Chat.Application.Environments.Where(environment => environment.IsLocal),
                Chat.Application.Environments.Single(environment => !environment.IsLocal) with { Name = "prod", Branch = "main", Approval = Approval.Required },
            ],
            // It serves nobody: a second image for the matrix.
            Services = [Server, Server with { Name = "idle", Route = null, Health = null, Before = [], DesiredCount = 1 }],
        },
    ];

    public static int Start() => Execute<SimulatedBuild>(x => ((IShip)x).Preview);
}
