using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// Reads the names of AWS's query protocol: <c>Rules.member.1.Priority=5</c> is the first of a list of structures, and so is <c>Tags.Tag.1.Key=5</c> where the model of a
/// service has a name of its own for the items.
/// </summary>
internal static class QueryForm
{
    /// <exception cref="AwsError">Two fields contradict each other, or a list has a hole.</exception>
    public static JsonObject Parse(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var root = new Level();
        foreach (var (name, value) in fields)
            root.Add(name.Split('.'), name, value);

        return root.Members();
    }

    private static AwsError Malformed(string name) => new("MalformedQueryString", $"The field {name} contradicts another one.");

    private sealed class Level
    {
        private readonly Dictionary<string, Level> _nested = new(StringComparer.Ordinal);
        private string? _value;

        public void Add(ReadOnlySpan<string> path, string name, string value)
        {
            if (path.IsEmpty)
            {
                _value = _value is null && _nested.Count == 0 ? value : throw Malformed(name);
                return;
            }

            if (_value is not null)
                throw Malformed(name);

            if (!_nested.TryGetValue(path[0], out var next))
                _nested[path[0]] = next = new Level();

            next.Add(path[1..], name, value);
        }

        public JsonObject Members() => new(_nested.Select(nested => KeyValuePair.Create(nested.Key, nested.Value.Node())));

        private JsonNode? Node()
        {
            if (_value is not null)
                return JsonValue.Create(_value);

            return _nested.Count == 1 && _nested.First() is var only && (only.Key == QueryLists.Usual || only.Value.IsNumbered) ? only.Value.Items() : Members();
        }

        private bool IsNumbered => _nested.Count > 0 && _nested.Keys.All(key => key.All(char.IsAsciiDigit));

        private JsonArray Items()
        {
            if (_value is { Length: 0 })
                return [];

            var items = new JsonArray();
            for (var index = 1; index <= _nested.Count; index++)
            {
                items.Add(_nested.TryGetValue($"{index}", out var item)
                    ? item.Node()
                    : throw new AwsError("MalformedQueryString", $"A list has {_nested.Count} members, but none with the number {index}."));
            }

            return items;
        }
    }
}
