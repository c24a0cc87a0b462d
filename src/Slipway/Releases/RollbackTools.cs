using Slipway.Images;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>What going back reads from, apart from the infrastructure.</summary>
internal sealed record RollbackTools(
    IReleaseBucket Bucket, Ledger Ledger, IEcs Ecs, ServicesObserver Observer, IServiceHistory History, IImageRegistry Registry, SiteShipper Sites);
