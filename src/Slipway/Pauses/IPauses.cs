namespace Slipway.Pauses;

/// <summary>The pauses of ECS's own deployments.</summary>
internal interface IPauses
{
    /// <summary>The deployments of these services that are under way. A service that does not exist has none.</summary>
    /// <exception cref="DeployException">AWS refused, or could not be reached.</exception>
    Task<IReadOnlyList<DeploymentUnderWay>> UnderWay(string cluster, IReadOnlyCollection<string> services, CancellationToken ct);

    /// <summary>Answers a pause. False: it does not wait any more.</summary>
    /// <param name="goOn">False: the deployment goes back.</param>
    /// <exception cref="DeployException">AWS refused, or could not be reached.</exception>
    Task<bool> Answer(DeploymentUnderWay deployment, OpenPause pause, bool goOn, CancellationToken ct);
}

/// <param name="Service">Name of the ECS service.</param>
/// <param name="Stage">As ECS calls it; null: not told.</param>
/// <param name="Percent">Share of the production traffic on the new version; null: none is moved.</param>
/// <param name="Pauses">Those that wait for an answer.</param>
internal sealed record DeploymentUnderWay(string Service, string Arn, string? Stage, double? Percent, DateTimeOffset? Since, IReadOnlyList<OpenPause> Pauses);

/// <param name="Until">When ECS answers by itself; null: not told.</param>
/// <param name="GoesBack">Whether ECS's own answer is to go back.</param>
internal sealed record OpenPause(string Hook, DateTimeOffset? Until, bool GoesBack);
