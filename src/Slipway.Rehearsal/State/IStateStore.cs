using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.State;

/// <summary>
/// Keeps what the cloud knows over a restart: one JSON document per service, replaced as a whole and atomically.
/// </summary>
internal interface IStateStore
{
    /// <summary>What <paramref name="read"/> makes of the document last saved under <paramref name="name"/>; null when there is none.</summary>
    /// <exception cref="DeployException">
    /// The document is there but cannot be read, or is not what <paramref name="read"/> takes; names it, and how to begin anew. It is
    /// not overwritten.
    /// </exception>
    T? Load<T>(string name, Func<JsonObject, T> read)
        where T : class;

    /// <summary>Saves a document; done when this returns.</summary>
    void Save(string name, JsonObject document);
}
