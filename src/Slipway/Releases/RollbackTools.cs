using Slipway.Images;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Releases;

/// <summary>What going back reads from, apart from the infrastructure.</summary>
internal sealed record RollbackTools(IReleaseBucket Bucket, Ledger Ledger, IEcs Ecs, IServiceHistory History, IWeights Weights, IImageRegistry Registry, SiteShipper Sites);
