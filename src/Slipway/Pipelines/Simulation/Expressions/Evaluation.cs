namespace Slipway.Pipelines.Simulation.Expressions;

/// <summary>What became of the jobs or steps before: what the status functions tell.</summary>
internal sealed record StatusSoFar(bool IsSuccess, bool IsFailure, bool IsCancelled)
{
    public static StatusSoFar Good { get; } = new(IsSuccess: true, IsFailure: false, IsCancelled: false);
}

/// <summary>
/// Works expressions out. What GitHub would quietly take for nothing, and is a mistake where everything is known (another context, another function, a job that is not
/// needed), is an error that names it.
/// </summary>
/// <param name="contexts">Their members by the name of the context.</param>
/// <param name="status">Null: the status functions cannot be asked here.</param>
internal sealed class Evaluation(IReadOnlyDictionary<string, Value> contexts, StatusSoFar? status = null)
{
    private const string Open = "${{";
    private const string Close = "}}";

    public Evaluation With(StatusSoFar now) => new(contexts, now);

    public Evaluation With(string context, Value value) =>
        new(new Dictionary<string, Value>(contexts, StringComparer.OrdinalIgnoreCase) { [context] = value }, status);

    /// <summary>The value of a text that may be one expression, or hold some.</summary>
    /// <exception cref="DeployException">An expression cannot be read, or asks for what is not known.</exception>
    public Value ValueOf(string text)
    {
        var pieces = Pieces(text);
        return pieces is [{ IsExpression: true } only] ? Of(only.Text) : Value.Of(string.Concat(pieces.Select(piece => piece.IsExpression ? Of(piece.Text).AsText : piece.Text)));
    }

    /// <summary>A text with the values of its expressions in their places.</summary>
    /// <exception cref="DeployException">An expression cannot be read, or asks for what is not known.</exception>
    public string Text(string text) => ValueOf(text).AsText;

    /// <summary>Whether a condition of a job or step holds; one that asks for no status holds after a success alone.</summary>
    /// <param name="condition">With or without <c>${{ }}</c> around it; null: there is none.</param>
    /// <exception cref="DeployException">It cannot be read, or asks for what is not known.</exception>
    public bool Holds(string? condition)
    {
        var pieces = Pieces(condition ?? "");
        // Within a longer text an expression makes a text, which is true; GitHub reads it so too.
        var expression = pieces switch
        {
            [] => new Expression.Call("success", []),
            [{ IsExpression: true } only] => ExpressionParser.Parse(only.Text),
            [{ IsExpression: false } plain] => ExpressionParser.Parse(plain.Text),
            _ => throw new DeployException($"The condition {condition} is a text with expressions in it, which always holds; write it as one expression."),
        };
        return (expression.AsksForStatus || Of(new Expression.Call("success", [])).IsTrue) && Of(expression).IsTrue;
    }

    private Value Of(string expression)
    {
        try
        {
            return Of(ExpressionParser.Parse(expression));
        }
        catch (DeployException exception) when (!exception.Message.Contains(expression.Trim(), StringComparison.Ordinal))
        {
            throw new DeployException($"{exception.Message}\n  in  ${{{{ {expression.Trim()} }}}}", exception.Verdict, exception);
        }
    }

    private Value Of(Expression expression) => expression switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Context context => contexts.TryGetValue(context.Name, out var found) ? found : throw Unknown($"the context {context.Name}", contexts.Keys),
        Expression.Member member => Member(Of(member.Of), Value.Of(member.Name)),
        Expression.Item item => Member(Of(item.Of), Of(item.Index)),
        Expression.Each each => Each(Of(each.Of)),
        Expression.Not not => Value.Of(!Of(not.Of).IsTrue),
        Expression.Two { Operator: "&&" } and => Of(and.Left) is { IsTrue: false } left ? left : Of(and.Right),
        Expression.Two { Operator: "||" } or => Of(or.Left) is { IsTrue: true } left ? left : Of(or.Right),
        Expression.Two two => Value.Of(Compare(two.Operator, Of(two.Left), Of(two.Right))),
        Expression.Call call => Functions.Call(call.Function, call.Arguments.Select(argument => new Func<Value>(() => Of(argument))).ToList(), status),
        _ => throw new InvalidOperationException($"{expression} has no value"),
    };

    private static bool Compare(string sign, Value left, Value right) => sign switch
    {
        "==" => Value.AreEqual(left, right),
        "!=" => !Value.AreEqual(left, right),
        "<" => Value.Compare(left, right) < 0,
        "<=" => Value.Compare(left, right) <= 0,
        ">" => Value.Compare(left, right) > 0,
        _ => Value.Compare(left, right) >= 0,
    };

    private static Value Member(Value of, Value name) => of switch
    {
        Value.List { IsFilter: true } all => new Value.List([.. all.Items.Select(item => Member(item, name)).Where(found => found is not Value.Null)]) { IsFilter = true },
        Value.List list => name.AsNumber is var at && at >= 0 && at < list.Items.Count ? list.Items[(int)at] : Value.Nothing,
        Value.Map map when map.Members.TryGetValue(name.AsText, out var found) => found,
        Value.Map { Whose: { } whose } map => throw Unknown($"{whose}.{name.AsText}", map.Members.Keys),
        _ => Value.Nothing,
    };

    private static Value.List Each(Value of) => new(of switch
    {
        Value.List { IsFilter: true } all => [.. all.Items.SelectMany(item => Each(item).Items)],
        Value.List list => list.Items,
        Value.Map map => [.. map.Members.Values],
        _ => [],
    })
    { IsFilter = true };

    private static DeployException Unknown(string what, IEnumerable<string> valid) => new(
        $"""
         A workflow asks for {what}, which is not known here.
           valid  {string.Join(", ", valid.Order(StringComparer.Ordinal).DefaultIfEmpty("nothing"))}
         """);

    /// <summary>Texts and expressions in turn. A brace within quotation marks ends no expression.</summary>
    private static List<(bool IsExpression, string Text)> Pieces(string text)
    {
        List<(bool IsExpression, string Text)> pieces = [];
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open != at)
            {
                pieces.Add((false, text[at..(open < 0 ? text.Length : open)]));
                at += pieces[^1].Text.Length;
                continue;
            }

            var close = End(text, open + Open.Length);
            pieces.Add((true, text[(open + Open.Length)..close]));
            at = close + Close.Length;
        }

        return pieces;
    }

    private static int End(string text, int from)
    {
        var isQuoted = false;
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == '\'')
                isQuoted = !isQuoted;
            else if (!isQuoted && string.CompareOrdinal(text, at, Close, 0, Close.Length) == 0)
                return at;
        }

        throw new DeployException($"The expression {text[(from - Open.Length)..]} has no end.");
    }
}
