using System.Globalization;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>An expression of metric math, as a tree.</summary>
internal abstract record MathNode
{
    private MathNode() { }

    public sealed record Constant(double Value) : MathNode;

    public sealed record Name(string Id) : MathNode;

    public sealed record Text(string Value) : MathNode;

    public sealed record Call(string Function, IReadOnlyList<MathNode> Arguments) : MathNode;

    public sealed record Binary(string Operator, MathNode Left, MathNode Right) : MathNode;

    public sealed record Array(IReadOnlyList<MathNode> Items) : MathNode;
}

/// <summary>Reads metric math: numbers, ids, texts, + - * / ^, comparisons, AND OR, parentheses, arrays and function calls.</summary>
internal sealed class MathParser
{
    private const int MaxDepth = 50;
    private static readonly string[][] Levels = [["||", "OR"], ["&&", "AND"], ["==", "!=", "<=", ">=", "<", ">"], ["+", "-"], ["*", "/"], ["^"]];

    private readonly string _text;
    private int _at;
    private int _depth;

    private MathParser(string text) => _text = text;

    /// <exception cref="AwsError">ValidationError; names the place.</exception>
    public static MathNode Parse(string expression)
    {
        var parser = new MathParser(expression);
        var node = parser.Level(0);
        parser.Skip();
        return parser._at == expression.Length ? node : throw parser.Wrong("an operator was expected");
    }

    private MathNode Level(int level)
    {
        if (level == Levels.Length)
            return Unary();

        var left = Level(level + 1);
        while (Levels[level].FirstOrDefault(Take) is { } found)
            left = new MathNode.Binary(found switch { "OR" => "||", "AND" => "&&", _ => found }, left, Level(level + 1));

        return left;
    }

    private MathNode Unary()
    {
        if (++_depth > MaxDepth)
            throw Wrong("the expression is nested too deeply");

        var node = Take("-") ? new MathNode.Binary("*", new MathNode.Constant(-1), Unary()) : Primary();
        _depth--;
        return node;
    }

    private MathNode Primary()
    {
        Skip();
        if (Take("("))
        {
            var inner = Level(0);
            return Take(")") ? inner : throw Wrong("')' was expected");
        }

        if (Take("["))
            return new MathNode.Array(Items("]"));
        if (Take("\""))
            return new MathNode.Text(Quoted());

        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.'))
            _at++;
        var word = _text[start.._at];

        if (word.Length == 0)
            throw Wrong("a number, an id or a function was expected");
        if (char.IsAsciiDigit(word[0]) || word[0] == '.')
        {
            return double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? new MathNode.Constant(number)
                : throw Wrong($"'{word}' is not a number");
        }

        return Take("(") ? new MathNode.Call(word, Items(")")) : new MathNode.Name(word);
    }

    private string Quoted()
    {
        var end = _text.IndexOf('"', _at);
        if (end < 0)
            throw Wrong("'\"' was expected");

        var text = _text[_at..end];
        _at = end + 1;
        return text;
    }

    private List<MathNode> Items(string end)
    {
        var items = new List<MathNode>();
        if (Take(end))
            return items;

        do
            items.Add(Level(0));
        while (Take(","));

        return Take(end) ? items : throw Wrong($"',' or '{end}' was expected");
    }

    private bool Take(string token)
    {
        Skip();
        if (!_text.AsSpan(_at).StartsWith(token, StringComparison.Ordinal))
            return false;
        if (char.IsAsciiLetter(token[0]) && _at + token.Length < _text.Length && char.IsAsciiLetterOrDigit(_text[_at + token.Length]))
            return false;

        _at += token.Length;
        return true;
    }

    private void Skip()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private AwsError Wrong(string what) => new("ValidationError", $"Error in expression '{_text}' at position {_at}: {what}");
}
