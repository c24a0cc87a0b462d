using System.Net;

namespace Slipway.Rehearsal.Backing;

/// <summary>What runs the data stores.</summary>
internal interface IStoreContainers
{
    /// <summary>The image that an engine's store is made of, made now when it is not there: from Debian's packages, which may be downloaded.</summary>
    /// <param name="last">The one that the store ran from last; taken again when it is still there.</param>
    /// <exception cref="DeployException">It cannot be made; nothing was changed.</exception>
    Task<string> Image(BackingEngine engine, string? last, CancellationToken ct);

    /// <summary>The id and the address of a store's running container; null: it does not run.</summary>
    Task<RunningStore?> Find(Store store, CancellationToken ct);

    /// <summary>Runs a store in a new container, on its data and where it was last, if that is free. It need not answer yet.</summary>
    /// <exception cref="DeployException">The engine refuses it; the data are untouched.</exception>
    Task<RunningStore> Run(Store store, string image, CancellationToken ct);

    /// <summary>Waits until a store answers its own client.</summary>
    /// <exception cref="DeployException">It ended, or did not answer in time; with the last lines of its log.</exception>
    Task Answers(Store store, RunningStore running, CancellationToken ct);

    /// <summary>Writes everything that is in a store's database, as it is at this moment.</summary>
    /// <exception cref="DeployException">The container's program failed; with what it said.</exception>
    Task Dump(Store store, RunningStore running, Stream to, CancellationToken ct);
}

/// <param name="Id">The container's.</param>
/// <param name="Address">What containers and this machine reach it by.</param>
internal sealed record RunningStore(string Id, IPEndPoint Address);
