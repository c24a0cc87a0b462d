using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.State;

/// <summary>
/// Keeps what the cloud knows over a restart: one JSON document per service, replaced as a whole and atomically.
/// </summary>
internal interface IStateStore
{
    /// <summary>The document last saved under <paramref name="name"/>, or null.</summary>
    /// <exception cref="DeployException">The file is there but cannot be read; names it, and how to begin anew. It is not overwritten.</exception>
    JsonObject? Load(string name);

    /// <summary>Saves a document; done when this returns.</summary>
    void Save(string name, JsonObject document);
}
