using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.State;

/// <summary>Documents as typed values.</summary>
internal static class StateDocuments
{
    /// <exception cref="DeployException">The document has another form than <typeparamref name="T"/>. It is not overwritten.</exception>
    public static T? Load<T>(this IStateStore state, string name)
        where T : class
    {
        try
        {
            return state.Load(name)?.Deserialize<T>();
        }
        catch (JsonException exception)
        {
            throw new DeployException(
                $"""
                 The rehearsal cloud's {name} state is not of this version. Nothing was changed.
                   reason  {exception.Message}
                   try     delete {name}.json in the cloud's folder to begin anew without what it held
                 """,
                inner: exception);
        }
    }

    public static void Save<T>(this IStateStore state, string name, T document)
        where T : class =>
        state.Save(name, (JsonObject)JsonSerializer.SerializeToNode(document)!);
}
