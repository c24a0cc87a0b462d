using System.Diagnostics.CodeAnalysis;

namespace Octokit;

/// <summary>An enumeration value that GitHub may extend: the text is always there, the value only if it is known.</summary>
public readonly struct StringEnum<TEnum> : IEquatable<StringEnum<TEnum>>
    where TEnum : struct
{
    public StringEnum(TEnum parsedValue) => StringValue = Json.NameOf(parsedValue);

    public StringEnum(string stringValue)
    {
        ArgumentException.ThrowIfNullOrEmpty(stringValue);
        StringValue = stringValue;
    }

    public string StringValue { get; }

    /// <exception cref="ArgumentException">The text is none of the known values.</exception>
    public TEnum Value => TryParse(out var value)
        ? value
        : throw new ArgumentException($"Value '{StringValue}' is not a valid '{typeof(TEnum).Name}' enum value.");

    public static implicit operator StringEnum<TEnum>(string value) => new(value);

    public static implicit operator StringEnum<TEnum>(TEnum parsedValue) => new(parsedValue);

    public static bool operator ==(StringEnum<TEnum> left, StringEnum<TEnum> right) => left.Equals(right);

    public static bool operator !=(StringEnum<TEnum> left, StringEnum<TEnum> right) => !left.Equals(right);

    public bool TryParse(out TEnum value)
    {
        var text = StringValue;
        value = Enum.GetValues(typeof(TEnum)).Cast<TEnum>().FirstOrDefault(each => Is(each, text));
        return Is(value, text);
    }

    public bool Equals(StringEnum<TEnum> other) => string.Equals(StringValue, other.StringValue, StringComparison.OrdinalIgnoreCase);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is StringEnum<TEnum> other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(StringValue);

    public override string ToString() => StringValue;

    private static bool Is(TEnum value, string text) => string.Equals(Json.NameOf(value), text, StringComparison.OrdinalIgnoreCase);
}
