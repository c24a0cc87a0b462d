using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>One page of a list. The token is the key of the last item, so that pages stay right while items come and go.</summary>
internal static class Page
{
    /// <param name="items">In the order of their keys.</param>
    public static (IReadOnlyList<T> Items, string? NextToken) Of<T>(IEnumerable<T> items, Func<T, string> key, JsonObject input, int defaultSize)
    {
        var size = input.OptionalInt("maxResults") ?? defaultSize;
        if (size is < 1 or > 1000)
            throw new AwsError("InvalidParameterException", $"Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value between 1 and 1000', found {size}");

        var after = input.OptionalString("nextToken") is { } token ? Decode(token) : null;
        var rest = items.Where(item => after is null || string.CompareOrdinal(key(item), after) > 0).Take(size + 1).ToList();
        return rest.Count <= size
            ? (rest, null)
            : (rest[..size], Convert.ToBase64String(Encoding.UTF8.GetBytes(key(rest[size - 1]))));
    }

    private static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : throw new AwsError("InvalidParameterException", "Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid token'");
    }
}
