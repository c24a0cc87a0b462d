using System.ComponentModel;
using System.Globalization;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common.Parameters;

/// <summary>Reads typed values from text. What does not fit is a <see cref="FormatException"/> whose message says what would.</summary>
internal static class Conversion
{
    /// <param name="text">The text.</param>
    /// <param name="type">The type of one value, nullable or not.</param>
    /// <param name="directory">Where relative paths begin.</param>
    public static object Read(string text, Type type, AbsolutePath directory)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;

        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return bool.TryParse(text, out var flag) ? flag : throw Unfit(type);
        if (type == typeof(AbsolutePath))
            return directory / text;
        if (type.IsEnum)
            return ReadEnum(text, type);

        try
        {
            return ReadOther(text, type);
        }
        catch (Exception exception) when (exception is not FormatException { InnerException: UnfitException })
        {
            throw Unfit(type);
        }
    }

    /// <summary>The names of all values, where a type has names for them.</summary>
    public static IReadOnlyList<string>? Choices(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? [.. Enum.GetNames(type).Order(StringComparer.Ordinal)]
            : type.IsSubclassOf(typeof(Enumeration)) ? [.. Enumeration.Fields(type).Select(field => field.Name).Order(StringComparer.Ordinal)]
            : null;
    }

    private static object ReadEnum(string text, Type type) =>
        // A number would pass Enum.Parse although no name stands for it.
        Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse(type, known)
            : throw Unfit(type);

    private static object ReadOther(string text, Type type)
    {
        if (type.IsPrimitive || type == typeof(decimal) || type == typeof(DateTime))
            return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        if (type == typeof(TimeSpan))
            return TimeSpan.Parse(text, CultureInfo.InvariantCulture);
        if (type == typeof(Guid))
            return Guid.Parse(text);
        if (type == typeof(Uri))
            return new Uri(text, UriKind.RelativeOrAbsolute);

        var converter = TypeDescriptor.GetConverter(type);
        return converter.CanConvertFrom(typeof(string))
            ? converter.ConvertFromString(null, CultureInfo.InvariantCulture, text) ?? throw Unfit(type)
            : throw new FormatException($"{type.Name} cannot be read from text: give it a TypeConverter, or T[] for lists", new UnfitException());
    }

    private static FormatException Unfit(Type type) => new(Expected(type), new UnfitException());

    private static string Expected(Type type) =>
        Choices(type) is { } names ? string.Join(", ", names)
        : type == typeof(bool) ? "true, false"
        : type == typeof(TimeSpan) ? "a duration such as 00:05:00 (hours:minutes:seconds)"
        : type == typeof(DateTime) ? "a time such as 2026-01-31T12:00:00"
        : type == typeof(float) || type == typeof(double) || type == typeof(decimal) ? "a number such as 0.5"
        : type.IsPrimitive ? "a whole number that fits " + type.Name
        : $"what {type.Name} can be read from";

    /// <summary>Marks messages that are ours.</summary>
    private sealed class UnfitException : Exception;
}
