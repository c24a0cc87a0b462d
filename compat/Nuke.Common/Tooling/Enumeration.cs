using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>
/// An open set of named values: a class with a static field per value. As a parameter it needs
/// <c>[TypeConverter(typeof(TypeConverter&lt;T&gt;))]</c>, and is given by the name of a field, whatever the case.
/// </summary>
public abstract class Enumeration
{
    /// <summary>What the value is written as.</summary>
    protected string Value { get; set; } = null!;

    public static implicit operator string?(Enumeration? value) => value?.Value;

    public static bool operator ==(Enumeration? a, Enumeration? b) => Equals(a, b);

    public static bool operator !=(Enumeration? a, Enumeration? b) => !Equals(a, b);

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is Enumeration other && other.GetType() == GetType() && other.Value == Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value is null ? 0 : StringComparer.Ordinal.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value.NotNull();

    /// <summary>Reads a value from the name of its field.</summary>
    [SuppressMessage("Naming", "CA1711", Justification = "The name that NUKE gave it.")]
    public class TypeConverter<T> : TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        /// <inheritdoc/>
        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string text
                ? Fields(typeof(T)).SingleOrDefault(field => field.Name.Equals(text, StringComparison.OrdinalIgnoreCase))?.GetValue(null)
                  ?? throw new FormatException($"{typeof(T).Name} has no value '{text}'.")
                : base.ConvertFrom(context, culture, value);
    }

    internal static IEnumerable<FieldInfo> Fields(Type enumeration) =>
        enumeration.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == enumeration);
}
