using Slipway.Images;
using Slipway.Output;
using Slipway.Pipelines;

namespace Slipway.Releases;

/// <summary>The images of a release without the release: what jobs do for it side by side, before it begins. Takes no lock, as tags do not move.</summary>
internal sealed class ReleaseImages(ReleaseRequest request, ReleaseTools tools, IOutput output, TimeProvider time)
{
    /// <summary>Builds and pushes what is not in the registry yet, and tells which images there are now. No service is touched.</summary>
    public async Task<IReadOnlyList<ShippedImage>> Ship(IReadOnlyList<EcsService> services, CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var commit = await new Release(request, tools, output, time).Commit(ct);
        var sources = Sources(services);
        var live = await LiveRelease.Of(tools.Store.Ledger, ct);
        var plan = await tools.Images.Plan(sources, commit, request.Rebuild, live.Images(sources), shared: true, ct);
        var images = await tools.Images.Apply(plan, ct);
        await tools.Images.TagOrigins(plan, images, ct);
        return images;
    }

    /// <summary>Tells which of the services have an image that is made from something else than what is live. Changes nothing.</summary>
    public async Task Show(IReadOnlyList<EcsService> services, CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var sources = Sources(services);
        var live = await LiveRelease.Of(tools.Store.Ledger, ct);
        var changed = await tools.Images.Changed(sources, request.Rebuild, live.Images(sources), ct);
        output.Emit(new ServicesChanged(live.Id is { } id ? $"release {id}" : null, ImageSource.Services(changed)));
    }

    private IReadOnlyList<ImageSource> Sources(IReadOnlyList<EcsService> services) => ImageSource.Of(request.Application with { Services = services });
}
