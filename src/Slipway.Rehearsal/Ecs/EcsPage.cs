using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>One page of a list; the token is the place to go on at.</summary>
internal static class EcsPage
{
    public static JsonObject Of<T>(JsonObject input, string name, IReadOnlyList<T> all, int byDefault, Func<T, JsonNode> render)
    {
        var size = input.OptionalInt("maxResults") ?? byDefault;
        if (size is < 1 or > 100)
            throw EcsRefusals.Invalid("maxResults should be between 1 and 100");

        var token = input.OptionalString("nextToken");
        var from = 0;
        if (token is not null && !int.TryParse(token, CultureInfo.InvariantCulture, out from))
            throw EcsRefusals.Invalid("Invalid token: " + token);

        var page = new JsonObject { [name] = new JsonArray([.. all.Skip(from).Take(size).Select(render)]) };
        if (from + size < all.Count)
            page["nextToken"] = (from + size).ToString(CultureInfo.InvariantCulture);

        return page;
    }
}
