using System.Text.RegularExpressions;

namespace Slipway.Pipelines.Simulation.Expressions;

/// <summary>Reads what stands between <c>${{</c> and <c>}}</c>.</summary>
internal sealed partial class ExpressionParser
{
    // From the loosest to the tightest.
    private static readonly IReadOnlyList<IReadOnlyList<string>> Operators = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="]];

    private readonly string _text;
    private readonly List<string> _tokens = [];
    private int _at;

    private ExpressionParser(string text)
    {
        _text = text;
        for (var at = 0; at < text.Length;)
        {
            var token = Token().Match(text, at);
            if (!token.Success)
                throw Wrong($"\"{text[at]}\" is no part of an expression");

            at += token.Length;
            if (!string.IsNullOrWhiteSpace(token.Value))
                _tokens.Add(token.Value);
        }
    }

    private string? Next => _at < _tokens.Count ? _tokens[_at] : null;

    /// <exception cref="DeployException">It is none.</exception>
    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        var expression = parser.Level(0);
        return parser.Next is { } left ? throw parser.Wrong($"nothing is expected after it that begins with {left}") : expression;
    }

    private Expression Level(int level)
    {
        if (level == Operators.Count)
            return Prefixed();

        var left = Level(level + 1);
        while (Next is { } sign && Operators[level].Contains(sign, StringComparer.Ordinal))
        {
            _at++;
            left = new Expression.Two(sign, left, Level(level + 1));
        }

        return left;
    }

    private Expression Prefixed()
    {
        if (Next != "!")
            return Followed(Primary());

        _at++;
        return new Expression.Not(Prefixed());
    }

    private Expression Followed(Expression expression)
    {
        while (true)
        {
            switch (Next)
            {
                case ".":
                    _at++;
                    expression = Next == "*" ? new Expression.Each(expression) : new Expression.Member(expression, Next is { } name && Name().IsMatch(name) ? name : throw Wrong("a name is missing after a dot"));
                    _at++;
                    break;
                case "[":
                    _at++;
                    if (Next == "*")
                    {
                        _at++;
                        expression = new Expression.Each(expression);
                    }
                    else
                    {
                        expression = new Expression.Item(expression, Level(0));
                    }

                    Demand("]");
                    break;
                default:
                    return expression;
            }
        }
    }

    private Expression Primary()
    {
        var token = Next ?? throw Wrong("it ends too early");
        _at++;
        if (token == "(")
        {
            var inner = Level(0);
            Demand(")");
            return inner;
        }

        if (token[0] == '\'')
            return new Expression.Literal(Value.Of(token[1..^1].Replace("''", "'", StringComparison.Ordinal)));

        if (Number().IsMatch(token))
            return new Expression.Literal(Value.Of(Value.Of(token).AsNumber));

        return token switch
        {
            "true" => new Expression.Literal(Value.Of(true)),
            "false" => new Expression.Literal(Value.Of(false)),
            "null" => new Expression.Literal(Value.Nothing),
            _ when !Name().IsMatch(token) => throw Wrong($"{token} is not expected there"),
            _ when Next == "(" => new Expression.Call(token, Arguments()),
            _ => new Expression.Context(token),
        };
    }

    private List<Expression> Arguments()
    {
        Demand("(");
        List<Expression> arguments = [];
        while (Next != ")")
        {
            if (arguments.Count > 0)
                Demand(",");

            arguments.Add(Level(0));
        }

        _at++;
        return arguments;
    }

    private void Demand(string token)
    {
        if (Next != token)
            throw Wrong($"{token} is missing{(Next is { } found ? $" before {found}" : " at its end")}");

        _at++;
    }

    private DeployException Wrong(string what) => new($"The expression {_text.Trim()} cannot be read: {what}.");

    // A name may hold dashes; a number may begin with one.
    [GeneratedRegex(@"\G(\s+|'([^']|'')*'|[A-Za-z_][A-Za-z0-9_-]*|[+-]?(0x[0-9A-Fa-f]+|0o[0-7]+|[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?|\.[0-9]+)|\|\||&&|==|!=|<=|>=|[<>!()\[\],.*])")]
    private static partial Regex Token();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[+-]?\.?[0-9]")]
    private static partial Regex Number();
}
