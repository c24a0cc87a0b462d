using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Import;

/// <summary>A piece of JSON from which whatever is understood is taken. What is left over was not understood, so that nothing can be dropped unseen.</summary>
internal sealed class Remainder
{
    private readonly JsonObject _json;
    private readonly List<string> _notes;
    private readonly List<Remainder> _parts = [];

    public Remainder(JsonObject json, string path)
        : this(json, path, [])
    {
    }

    private Remainder(JsonObject json, string path, List<string> notes) => (_json, Path, _notes) = (json, path, notes);

    /// <summary>What it is called where it is told of; empty: the whole.</summary>
    public string Path { get; }

    /// <summary>What was taken since Slipway says it by itself, each as <c>path: value</c>.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What was not understood, each member with where it stands. What says nothing, as null or an empty list does, is not among it.</summary>
    public IEnumerable<(string Path, JsonNode Value)> Left =>
        _json.Where(member => !IsNothing(member.Value)).Select(member => (At(member.Key), member.Value!)).Concat(_parts.SelectMany(part => part.Left));

    /// <summary>Whether there is anything of that name, whatever it is.</summary>
    public bool Has(string member) => !IsNothing(_json[member]);

    /// <summary>The names of what is in it, for a message.</summary>
    public string Members => string.Join(", ", _json.Select(member => member.Key).DefaultIfEmpty("none"));

    /// <summary>Whether there is a list of objects of that name, with one at least.</summary>
    public bool HasObjects(string member) => _json[member] is JsonArray { Count: > 0 } list && list.All(item => item is JsonObject);

    /// <summary>What it says, without taking it; null where there is nothing, or a list or an object.</summary>
    public string? Peek(string member) => _json[member] is JsonValue value ? Shown(value) : null;

    public bool IsText(string member) => _json[member]?.GetValueKind() == JsonValueKind.String;

    /// <summary>Takes what was looked at before, and is said in the definition.</summary>
    public void Forget(string member) => _json.Remove(member);

    public string? Text(string member) => Take(member, JsonValueKind.String)?.GetValue<string>();

    public int? Number(string member)
    {
        if (_json[member] is not JsonValue value || value.GetValueKind() != JsonValueKind.Number || !value.TryGetValue<int>(out var number))
            return null;

        _json.Remove(member);
        return number;
    }

    public bool? Flag(string member) => (Take(member, JsonValueKind.True) ?? Take(member, JsonValueKind.False))?.GetValue<bool>();

    /// <summary>A list of texts; empty where there is none, or where it holds something else, which is left.</summary>
    public IReadOnlyList<string> Words(string member)
    {
        if (_json[member] is not JsonArray list || list.Any(item => item?.GetValueKind() != JsonValueKind.String))
            return [];

        _json.Remove(member);
        return [.. list.Select(item => item!.GetValue<string>())];
    }

    /// <summary>A part, to take from in its turn; null where there is none.</summary>
    public Remainder? Object(string member)
    {
        if (_json[member] is not JsonObject part)
            return null;

        _json.Remove(member);
        return Part(part, At(member));
    }

    /// <summary>The parts of a list; empty where there is none, or where it holds something else, which is left.</summary>
    /// <param name="name">The member by which each is called.</param>
    public IReadOnlyList<Remainder> Objects(string member, string name = "name")
    {
        if (_json[member] is not JsonArray list || list.Any(item => item is not JsonObject))
            return [];

        _json.Remove(member);
        var parts = list.Select(item => item!.AsObject()).ToList();
        list.Clear();
        return [.. parts.Select((part, at) => Part(part, $"{At(member)}[{(part[name] is { } called ? Shown(called) : at)}]"))];
    }

    /// <summary>Takes what Slipway says by itself, if it has one of these values.</summary>
    public void Same(string member, params IReadOnlyList<string> values)
    {
        if (_json[member] is { } value && values.Contains(Shown(value), StringComparer.Ordinal))
            Note(member);
    }

    /// <summary>Takes what needs no member of a definition, whatever it is.</summary>
    public void Note(string member)
    {
        if (_json[member] is not { } value)
            return;

        if (!IsNothing(value))
            _notes.Add($"{At(member)}: {Shown(value)}");

        _json.Remove(member);
    }

    /// <summary>Takes what tells how things are and not what is wanted. That it was there is noted, and what it was is not.</summary>
    public void Skip(string member)
    {
        if (Has(member))
            _notes.Add($"{At(member)}: left out, as it tells how things were and not what is wanted");

        _json.Remove(member);
    }

    public static string Shown(JsonNode node) => node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : CSharpText.Json(node);

    private JsonNode? Take(string member, JsonValueKind kind)
    {
        if (_json[member] is not { } value || value.GetValueKind() != kind)
            return null;

        _json.Remove(member);
        return value;
    }

    private Remainder Part(JsonObject json, string path)
    {
        var part = new Remainder(json, path, _notes);
        _parts.Add(part);
        return part;
    }

    private string At(string member) => Path.Length == 0 ? member : $"{Path}.{member}";

    private static bool IsNothing(JsonNode? node) => node switch
    {
        null => true,
        JsonObject members => members.All(member => IsNothing(member.Value)),
        JsonArray items => items.All(IsNothing),
        _ => false,
    };
}
