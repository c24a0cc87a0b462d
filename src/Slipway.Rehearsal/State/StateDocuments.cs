using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.State;

/// <summary>Documents as typed values.</summary>
internal static class StateDocuments
{
    /// <inheritdoc cref="IStateStore.Load"/>
    public static T? Load<T>(this IStateStore state, string name)
        where T : class =>
        state.Load(name, document => document.Deserialize<T>()!);

    public static void Save<T>(this IStateStore state, string name, T document)
        where T : class =>
        state.Save(name, (JsonObject)JsonSerializer.SerializeToNode(document)!);
}
