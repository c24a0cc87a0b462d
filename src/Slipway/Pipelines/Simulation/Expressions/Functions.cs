using System.Text;

namespace Slipway.Pipelines.Simulation.Expressions;

/// <summary>The functions of GitHub's expressions.</summary>
internal static class Functions
{
    private static readonly IReadOnlyDictionary<string, (int Least, int Most)> Arities = new Dictionary<string, (int Least, int Most)>(StringComparer.OrdinalIgnoreCase)
    {
        ["contains"] = (2, 2),
        ["startsWith"] = (2, 2),
        ["endsWith"] = (2, 2),
        ["format"] = (1, int.MaxValue),
        ["join"] = (1, 2),
        ["toJSON"] = (1, 1),
        ["fromJSON"] = (1, 1),
        ["success"] = (0, 0),
        ["failure"] = (0, 0),
        ["always"] = (0, 0),
        ["cancelled"] = (0, 0),
    };

    /// <exception cref="DeployException">There is no such function here, or it takes other arguments.</exception>
    public static Value Call(string function, IReadOnlyList<Func<Value>> arguments, StatusSoFar? status)
    {
        if (!Arities.TryGetValue(function, out var arity))
        {
            throw new DeployException(
                $"""
                 A workflow calls {function}(), which is not known here.
                   valid  {string.Join(", ", Arities.Keys.Select(name => $"{name}()"))}
                 """);
        }

        if (arguments.Count < arity.Least || arguments.Count > arity.Most)
            throw new DeployException($"{function}() does not take {arguments.Count} argument(s).");

        Value At(int index) => arguments[index]();
        return function.ToLowerInvariant() switch
        {
            "contains" => Value.Of(Contains(At(0), At(1))),
            "startswith" => Value.Of(At(0).AsText.StartsWith(At(1).AsText, StringComparison.OrdinalIgnoreCase)),
            "endswith" => Value.Of(At(0).AsText.EndsWith(At(1).AsText, StringComparison.OrdinalIgnoreCase)),
            "format" => Value.Of(Format(At(0).AsText, [.. arguments.Skip(1).Select(argument => argument().AsText)])),
            "join" => Value.Of(Join(At(0), arguments.Count > 1 ? At(1).AsText : ",")),
            "tojson" => Value.Of(ValueJson.Write(At(0))),
            "fromjson" => ValueJson.Read(At(0).AsText),
            var asked => Value.Of(Status(asked, status ?? throw new DeployException($"{function}() can be asked in the if of a job or step alone."))),
        };
    }

    private static bool Status(string asked, StatusSoFar status) => asked switch
    {
        "success" => status.IsSuccess,
        "failure" => status.IsFailure,
        "cancelled" => status.IsCancelled,
        _ => true,
    };

    private static bool Contains(Value where, Value what) => where switch
    {
        Value.List list => list.Items.Any(item => Value.AreEqual(item, what)),
        Value.Map => false,
        _ => where.AsText.Contains(what.AsText, StringComparison.OrdinalIgnoreCase),
    };

    private static string Join(Value items, string separator) =>
        items is Value.List list ? string.Join(separator, list.Items.Select(item => item.AsText)) : items.AsText;

    /// <summary><c>{0}</c> stands for the first value; a brace is written twice.</summary>
    private static string Format(string text, IReadOnlyList<string> values)
    {
        var made = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var isDouble = at + 1 < text.Length && text[at + 1] == text[at];
            if (text[at] is not ('{' or '}'))
            {
                made.Append(text[at]);
            }
            else if (isDouble)
            {
                made.Append(text[at++]);
            }
            else
            {
                var end = text[at] == '{' ? text.IndexOf('}', at) : -1;
                if (end < 0 || !int.TryParse(text[(at + 1)..end], out var number) || number < 0 || number >= values.Count)
                    throw new DeployException($"format() cannot fill in \"{text}\": it has {values.Count} value(s), and a brace that stands for itself is written twice.");

                made.Append(values[number]);
                at = end;
            }
        }

        return made.ToString();
    }
}
