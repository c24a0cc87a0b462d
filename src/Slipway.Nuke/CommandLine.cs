using System.ComponentModel;
using System.Reflection;
using Nuke.Common;

namespace Slipway.Nuke;

/// <summary>
/// The command line, read strictly. The official runner ignores a parameter that it does not know, and only warns of a value that
/// it cannot convert and goes on with the default; with a deployment at stake both are usage errors here, on either runner.
/// </summary>
internal static class CommandLine
{
    /// <summary>Every unknown parameter, and every value that does not fit its type, with what is valid.</summary>
    public static IReadOnlyList<string> Problems(Type build, IReadOnlyList<string> arguments)
    {
        var known = Parameters(build);
        return [.. Read(arguments).Select(given => Problem(given, known)).OfType<string>()];
    }

    /// <summary>The value of a parameter on the command line, the last one where it is repeated; null when it is not there.</summary>
    public static string? Value(IReadOnlyList<string> arguments, string name) =>
        Read(arguments).LastOrDefault(given => Normalize(given.Name) == Normalize(name))?.Values.FirstOrDefault();

    /// <summary>All values of a parameter that may be repeated, in their order.</summary>
    public static IReadOnlyList<string> Values(IReadOnlyList<string> arguments, string name) =>
        [.. Read(arguments).Where(given => Normalize(given.Name) == Normalize(name)).SelectMany(given => given.Values)];

    /// <summary>Whether a parameter is on the command line, with or without a value.</summary>
    public static bool Has(IReadOnlyList<string> arguments, string name) => Read(arguments).Any(given => Normalize(given.Name) == Normalize(name));

    /// <summary>The parameters of a build by their normalised name: those of its class, its base classes and its components.</summary>
    internal static IReadOnlyDictionary<string, Parameter> Parameters(Type build)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        var known = new Dictionary<string, Parameter>(StringComparer.Ordinal);
        // A component's parameter goes before NUKE's own of the same name, as --plan with the hash of a plan before the switch.
        foreach (var type in Ancestry(build).Concat(build.GetInterfaces()).OrderBy(type => type == typeof(NukeBuild)))
        {
            var prefix = type.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
            foreach (var member in type.GetMembers(All))
            {
                if (member.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
                    continue;

                var name = prefix + (attribute.Name ?? member.Name.Split('.')[^1]);
                known.TryAdd(Normalize(name), new Parameter(Dashed(name), TypeOf(member), attribute.Separator));
            }
        }

        return known;
    }

    private static IEnumerable<Type> Ancestry(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    private static IEnumerable<Given> Read(IReadOnlyList<string> arguments)
    {
        Given? current = null;
        foreach (var argument in arguments)
        {
            if (!IsName(argument))
            {
                current?.Values.Add(argument);
                continue;
            }

            if (current is not null)
                yield return current;

            var parts = argument.TrimStart('-').Split('=', 2);
            current = new Given(parts[0], [.. parts.Skip(1)]);
        }

        if (current is not null)
            yield return current;
    }

    /// <summary>A negative number is a value, not a name.</summary>
    private static bool IsName(string argument) => argument.Length > 1 && argument[0] == '-' && !char.IsAsciiDigit(argument[1]);

    private static string? Problem(Given given, IReadOnlyDictionary<string, Parameter> known)
    {
        if (!known.TryGetValue(Normalize(given.Name), out var parameter))
        {
            var names = known.Values.Select(other => $"--{other.Name}").Order(StringComparer.Ordinal).ToList();
            return $"There is no parameter --{given.Name}."
                + (Closest.To($"--{given.Name}", names) is { } meant ? $"\n  try    {meant}" : "")
                + $"\n  valid  {string.Join(", ", names)}";
        }

        var type = parameter.ElementType;
        var isPlain = type.IsEnum || type.IsPrimitive || type == typeof(TimeSpan) || type == typeof(Guid);

        // What a shell makes of an empty variable: the default must not be taken for it.
        if (given.Values.Count == 0 && !parameter.Type.IsArray && type != typeof(bool) && (isPlain || type == typeof(string)))
            return $"--{parameter.Name} has no value.";

        var wrong = isPlain ? given.Values.SelectMany(parameter.Elements).FirstOrDefault(value => !Fits(type, value)) : null;
        return wrong is null
            ? null
            : $"""
                --{parameter.Name} does not take "{wrong}".
                  valid  {(type.IsEnum ? string.Join(", ", Enum.GetNames(type)) : type == typeof(bool) ? "true, false" : $"a value such as {Activator.CreateInstance(type)}")}
                """;
    }

    private static bool Fits(Type type, string value)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase);

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or InvalidCastException)
        {
            return false;
        }
    }

    private static Type TypeOf(MemberInfo member) =>
        member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    private static string Normalize(string name) => name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Dashed(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <param name="Name">As it is written after the two dashes.</param>
    /// <param name="Separator">Divides a value into elements; null: a value is one element.</param>
    internal sealed record Parameter(string Name, Type Type, string? Separator)
    {
        public Type ElementType
        {
            get
            {
                var type = Type.IsArray ? Type.GetElementType()! : Type;
                return Nullable.GetUnderlyingType(type) ?? type;
            }
        }

        public IEnumerable<string> Elements(string value) => Type.IsArray && !string.IsNullOrEmpty(Separator) ? value.Split(Separator) : [value];
    }

    private sealed record Given(string Name, List<string> Values);
}
