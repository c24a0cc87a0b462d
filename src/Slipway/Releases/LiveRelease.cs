using Slipway.Images;
using Slipway.Services;
using Slipway.Services.Pair;

namespace Slipway.Releases;

/// <summary>
/// What the ledger says of the release that is live, as far as it spares a plan calls. Observation has the last word: where a service runs another task definition
/// than the ledger has, or an image would be made from other inputs, everything of it is read.
/// </summary>
/// <param name="manifest">Null: nothing is live, or it could not be read.</param>
internal sealed class LiveRelease(ReleaseManifest? manifest)
{
    /// <summary>Reads it. A ledger that cannot be read spares nothing, and keeps nobody from planning.</summary>
    public static async Task<LiveRelease> Of(Ledger ledger, CancellationToken ct)
    {
        try
        {
            return new LiveRelease(await ledger.Live(ct) is { } id ? await ledger.Find(id, ct) : null);
        }
        catch (DeployException)
        {
            return new LiveRelease(manifest: null);
        }
    }

    /// <summary>Its id; null: nothing is live, or it could not be read.</summary>
    public string? Id => manifest?.Id;

    /// <summary>The side of each pair that it made live: where both have traffic, the ledger knows best which of them was live before.</summary>
    public IReadOnlyDictionary<string, PairSide> Sides => (manifest?.Services ?? []).Where(service => PairSides.Of(service.Side) is not null)
        .ToDictionary(service => service.Name, service => PairSides.Of(service.Side)!.Value, StringComparer.Ordinal);

    /// <summary>The release that published each site as it has it, by the site's name.</summary>
    public IReadOnlyDictionary<string, string> Sites => (manifest?.Sites ?? []).Where(site => site.Release is not null)
        .ToDictionary(site => site.Name, site => site.Release!, StringComparer.Ordinal);

    /// <summary>Its images, as far as it is known what they were made from.</summary>
    public IReadOnlyDictionary<(string Service, string Container), LiveImage> Images(IReadOnlyList<ImageSource> sources)
    {
        Dictionary<(string Service, string Container), LiveImage> images = [];
        foreach (var source in sources)
        {
            if (manifest?.Images.GetValueOrDefault(source.Key) is { } reference && manifest.Inputs?.GetValueOrDefault(source.Key) is { } made)
                images[(source.Service, source.Container)] = new LiveImage(reference, made.Input, made.Tag, manifest.Commit) { Origin = made.Origin };
        }

        return images;
    }

    /// <summary>
    /// The task definitions that would be rendered as they were, by the definition's name. A revision cannot change, so that what is rendered now is what it says; its tags
    /// can, but nothing that Slipway decides rests on tags that others put there.
    /// </summary>
    public IReadOnlyDictionary<string, TaskDefinitionRevision> Unchanged(ServicesLook look, Shipped shipped)
    {
        Dictionary<string, TaskDefinitionRevision> unchanged = new(StringComparer.Ordinal);
        var released = (manifest?.Services ?? []).ToDictionary(service => service.Name, StringComparer.Ordinal);
        foreach (var service in look.Application.Services.Where(service => CanRender(service, look, shipped)))
        {
            if (released.GetValueOrDefault(service.Name) is not { TaskDefinition: { } arn, Shape: { } shape })
                continue;

            var rendered = TaskDefinitions.Render(look.Application, look.Environment, look.Infrastructure, service, shipped, look.Secrets);
            if (TaskDefinitionShape.Of(rendered).Digest == shape)
                unchanged[service.Name] = new TaskDefinitionRevision(arn, rendered);
        }

        return unchanged;
    }

    // What is missing is named by the plan, all of it together.
    private static bool CanRender(EcsService service, ServicesLook look, Shipped shipped) =>
        TaskDefinitions.ImageNames(service).All(shipped.Images.ContainsKey)
        && service.Secrets.Values.All(secret => look.Secrets.ContainsKey(secret.NameIn(look.Environment)));
}
