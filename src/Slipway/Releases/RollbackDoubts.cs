using Slipway.Services;

namespace Slipway.Releases;

/// <summary>Where ECS's own history does not bear out what the ledger says was there before.</summary>
internal static class RollbackDoubts
{
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html: kept for 90 days. A day less, as nobody says of which hour.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(89);

    /// <summary>Reasons to doubt that a service's part of a release is what it should go back to; none: ECS says the same.</summary>
    /// <param name="taskDefinition">ARN that the release has for the service.</param>
    /// <param name="history">Deployments that succeeded, newest first, to the last one of that task definition.</param>
    /// <param name="releases">All releases that the ledger knows.</param>
    public static IReadOnlyList<string> Of(
        string service, string taskDefinition, ReleaseManifest target, IReadOnlyList<SucceededDeployment> history, IReadOnlyList<ReleaseManifest> releases, DateTimeOffset now)
    {
        var name = EcsNames.Short(taskDefinition);
        if (history is not [.., var last] || last.TaskDefinition != taskDefinition)
            return now - target.Begun > Kept ? [] : [$"{service}: in ECS's history no deployment of {name} has succeeded"];

        return
        [
            .. last.Digests.Where(image => Digest(target, service, image.Key) is { } digest && digest != image.Value)
                .Select(image => $"{service}: {name} ran {image.Key} as {image.Value}; the ledger has {Digest(target, service, image.Key)}"),
            .. history.Where(deployment => !IsKnown(deployment, releases)).Select(deployment => EcsNames.Short(deployment.TaskDefinition)).Distinct(StringComparer.Ordinal)
                .Select(other => $"{service}: {other}, which no release in the ledger has, was deployed after {name}"),
        ];
    }

    /// <summary>A run that was killed left no task definitions in the ledger, but the images that it was about to deploy.</summary>
    private static bool IsKnown(SucceededDeployment deployment, IReadOnlyList<ReleaseManifest> releases) => releases.Any(release =>
        release.Services.Any(service => service.TaskDefinition == deployment.TaskDefinition)
        || (deployment.Digests.Count > 0 && deployment.Digests.Values.All(digest => release.Images.Values.Any(image => image.EndsWith($"@{digest}", StringComparison.Ordinal)))));

    private static string? Digest(ReleaseManifest release, string service, string container) =>
        release.Images.GetValueOrDefault(container == service ? service : $"{service}/{container}") is { } image && image.Split('@') is [_, var digest] ? digest : null;
}
