using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>One operation of the API: from the state before to the state after and the answer. Nothing else happens in it.</summary>
internal delegate Answer Operation(ElbState state, JsonObject input, Circumstances circumstances);

internal sealed record Answer(ElbState State, JsonObject Result)
{
    /// <summary>The answer of an operation that returns nothing.</summary>
    public static Answer Of(ElbState state) => new(state, []);
}

internal sealed record Circumstances(Caller Caller, DateTimeOffset Now);

/// <summary>A page of a listing.</summary>
internal static class Page
{
    private const int Largest = 400;

    /// <summary>Cuts out the page that PageSize and Marker ask for; the marker is the number of items before it.</summary>
    public static JsonObject Of<T>(JsonObject input, string name, IReadOnlyList<T> all, Func<T, JsonObject> describe)
    {
        var size = input.Whole("PageSize", 1, Largest) ?? Largest;
        var start = 0;
        if (input.OptionalString("Marker") is { Length: > 0 } marker && (!int.TryParse(marker, out start) || start < 0 || start > all.Count))
            throw new AwsError("ValidationError", $"The marker '{marker}' is not valid");

        var result = new JsonObject { [name] = Describe.List(all.Skip(start).Take(size).Select(describe)) };
        if (start + size < all.Count)
            result["NextMarker"] = (start + size).ToString();

        return result;
    }
}
