using System.Globalization;

namespace Slipway.Pipelines.Simulation.Expressions;

/// <summary>A value of GitHub's expressions, with GitHub's own ways to make one kind of another.</summary>
// https://docs.github.com/actions/reference/workflows-and-actions/expressions
internal abstract record Value
{
    private Value()
    {
    }

    public static Value Nothing { get; } = new Null();

    /// <summary>Whether a condition holds that comes to it: false, zero, no number, empty text and nothing do not.</summary>
    public bool IsTrue => this switch
    {
        Null => false,
        Truth truth => truth.Is,
        Number number => number.Amount is not (0 or double.NaN),
        Text text => text.Content.Length > 0,
        _ => true,
    };

    /// <summary>As a number; <see cref="double.NaN"/> where it is none.</summary>
    public double AsNumber => this switch
    {
        Null => 0,
        Truth truth => truth.Is ? 1 : 0,
        Number number => number.Amount,
        Text text => NumberIn(text.Content.Trim()),
        _ => double.NaN,
    };

    /// <summary>As it stands in a text.</summary>
    public string AsText => this switch
    {
        Null => "",
        Truth truth => truth.Is ? "true" : "false",
        // Without the sign of a zero.
        Number number => number.Amount == 0 ? "0" : number.Amount.ToString("G15", CultureInfo.InvariantCulture),
        Text text => text.Content,
        List => "Array",
        _ => "Object",
    };

    public static Value Of(string? text) => text is null ? Nothing : new Text(text);

    public static Value Of(bool truth) => new Truth(truth);

    public static Value Of(double amount) => new Number(amount);

    /// <summary>Members whose names are told apart by more than their case.</summary>
    public static Map Of(IEnumerable<KeyValuePair<string, Value>> members)
    {
        Dictionary<string, Value> all = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in members)
            all[name] = value;

        return new Map(all);
    }

    public static Map Of(IReadOnlyDictionary<string, string> members) => Of(members.Select(member => KeyValuePair.Create(member.Key, Of(member.Value))));

    /// <summary>Whether two values count as equal: texts whatever their case, lists and maps if they are the same one.</summary>
    public static bool AreEqual(Value left, Value right) => (left, right) switch
    {
        (Null, Null) => true,
        (Text a, Text b) => string.Equals(a.Content, b.Content, StringComparison.OrdinalIgnoreCase),
        (List or Map, _) or (_, List or Map) => ReferenceEquals(left, right),
        // No number equals none, and not itself: what == of doubles says.
        _ => left.AsNumber == right.AsNumber,
    };

    /// <summary>Which of two values is greater, as <see cref="IComparable"/> tells; null: neither, and they are not equal.</summary>
    public static int? Compare(Value left, Value right) => (left, right) switch
    {
        (Text a, Text b) => string.Compare(a.Content, b.Content, StringComparison.OrdinalIgnoreCase),
        (List or Map, _) or (_, List or Map) => null,
        _ when double.IsNaN(left.AsNumber) || double.IsNaN(right.AsNumber) => null,
        _ => left.AsNumber.CompareTo(right.AsNumber),
    };

    private static double NumberIn(string text) =>
        text.Length == 0 ? 0
        : text.StartsWith("0x", StringComparison.Ordinal) ? long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : double.NaN
        : text.StartsWith("0o", StringComparison.Ordinal) ? Octal(text[2..])
        : text is "Infinity" or "+Infinity" ? double.PositiveInfinity
        : text is "-Infinity" ? double.NegativeInfinity
        : double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number
        : double.NaN;

    private static double Octal(string digits) =>
        digits.Length is > 0 and <= 20 && digits.All(digit => digit is >= '0' and <= '7') ? digits.Aggregate(0.0, (sum, digit) => (sum * 8) + (digit - '0')) : double.NaN;

    public sealed record Null : Value;

    public sealed record Truth(bool Is) : Value;

    public sealed record Number(double Amount) : Value;

    public sealed record Text(string Content) : Value;

    public sealed record List(IReadOnlyList<Value> Items) : Value
    {
        /// <summary>Whether it came of an asterisk: what is asked of it is asked of each of its items.</summary>
        public bool IsFilter { get; init; }
    }

    /// <param name="Members">Their names without regard to case.</param>
    public sealed record Map(IReadOnlyDictionary<string, Value> Members) : Value
    {
        /// <summary>
        /// What to call it where all of its members are known, so that another is a mistake; null: a member that is not there is nothing, as at GitHub.
        /// </summary>
        public string? Whose { get; init; }
    }
}
