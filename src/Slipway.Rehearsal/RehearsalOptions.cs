using Slipway.Rehearsal.Backing;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Rehearsal;

/// <summary>How a rehearsal cloud is run.</summary>
/// <param name="Folder">Where it keeps everything. One cloud at a time.</param>
/// <param name="Runtime">What runs its containers; disposed by whoever made it, after the cloud.</param>
internal sealed record RehearsalOptions(string Folder, Func<RegistryLogin, ITaskRuntime> Runtime)
{
    /// <summary>
    /// The port on 127.0.0.1. 0: the one of the last time when it is free, since image references and endpoints hold it, and any
    /// free one otherwise.
    /// </summary>
    public int Port { get; init; }

    /// <summary>60: a minute of AWS lasts a second.</summary>
    public double Speed { get; init; } = 1;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What runs its data stores; null: it has none.</summary>
    public IStoreContainers? Stores { get; init; }
}

/// <summary>How a docker daemon logs in to the cloud's registry.</summary>
/// <param name="Registry">Host and port.</param>
/// <param name="Password">Makes a password that lasts twelve hours; asked for anew whenever one is needed.</param>
internal sealed record RegistryLogin(string Registry, string User, Func<string> Password);
