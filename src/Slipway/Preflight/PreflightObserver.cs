using Slipway.Gates;
using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Preflight;

/// <summary>What a preflight is decided from, beside the plan itself.</summary>
/// <param name="Alarms">By name; an alarm that does not exist is absent.</param>
/// <param name="Images">What each service could go back to, by the service's name.</param>
/// <param name="Found">The ids of those images that are in the registry, by repository.</param>
internal sealed record PreflightObservation(
    Answer<IReadOnlyDictionary<string, AlarmState>> Alarms,
    IReadOnlyDictionary<string, IReadOnlyList<RunningImage>> Images,
    IReadOnlyDictionary<string, Answer<IReadOnlyList<string>>> Found);

/// <summary>Reads it: one call for a hundred alarms, and one for each repository that something to go back to is kept in. Writes nothing.</summary>
internal sealed class PreflightObserver(IMetrics metrics, IImageRegistry registry, IEcs ecs)
{
    /// <summary>Of BatchGetImage.</summary>
    private const int IdsAtOnce = 100;

    public async Task<PreflightObservation> Observe(ReleasePlan plan, IReadOnlyList<Departure> departures, CancellationToken ct)
    {
        string[] names = [.. departures.SelectMany(departure => departure.Alarms).Distinct(StringComparer.Ordinal)];
        var alarms = names.Length > 0
            ? metrics.Alarms(names, ct)
            : Task.FromResult(Answer.Of<IReadOnlyDictionary<string, AlarmState>>(new Dictionary<string, AlarmState>()));

        var images = await Images(plan, departures, ct);
        var found = await Task.WhenAll(images.Values.SelectMany(some => some).GroupBy(image => image.Repository, StringComparer.Ordinal)
            .Select(async repository => (repository.Key, Ids: await Find(repository.Key, [.. repository.Select(image => image.Id).Distinct(StringComparer.Ordinal)], ct))));
        return new PreflightObservation(await alarms, images, found.ToDictionary(repository => repository.Key, repository => repository.Ids, StringComparer.Ordinal));
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<RunningImage>>> Images(ReleasePlan plan, IReadOnlyList<Departure> departures, CancellationToken ct)
    {
        // Before the first push there is no repository, and nothing that could be missing from it.
        if (plan.Images.Steps.Select(step => step.Repository?.Registry).FirstOrDefault(known => known is not null) is not { } host)
            return new Dictionary<string, IReadOnlyList<RunningImage>>();

        var read = await Task.WhenAll(departures.Where(departure => departure.Proven is not null).Select(async departure =>
            (departure.Name, Revision: await Revision(plan, departure.Proven!, ct))));
        return read.Where(one => one.Revision is not null).ToDictionary(
            one => one.Name, one => (IReadOnlyList<RunningImage>)[.. RunningImage.Of(one.Revision!, host).Where(image => !IsKnown(plan, image))], StringComparer.Ordinal);
    }

    /// <summary>Whether the plan has found the image already: a deploy that changes something else uses it again.</summary>
    private static bool IsKnown(ReleasePlan plan, RunningImage image) =>
        plan.Images.Steps.Any(step => step.Source.Repository == image.Repository && step.Existing?.Digest == image.Id);

    /// <summary>The plan has read what runs; what came up last is another revision only after a deployment that failed.</summary>
    private async Task<TaskDefinitionRevision?> Revision(ReleasePlan plan, string arn, CancellationToken ct) =>
        plan.Seen.All.Select(seen => seen.Running).FirstOrDefault(running => running?.Arn == arn)
        ?? (await ecs.TaskDefinition(arn, ct) is { } content ? new TaskDefinitionRevision(arn, content) : null);

    private Task<Answer<IReadOnlyList<string>>> Find(string repository, IReadOnlyList<string> ids, CancellationToken ct) =>
        AwsAnswers.Ask<IReadOnlyList<string>>("ecr:BatchGetImage", async () =>
        {
            List<string> found = [];
            foreach (var some in ids.Chunk(IdsAtOnce))
                found.AddRange((await registry.Find(repository, some, ct)).SelectMany(image => new[] { image.Tag, image.Digest }).OfType<string>());

            return found;
        });
}
