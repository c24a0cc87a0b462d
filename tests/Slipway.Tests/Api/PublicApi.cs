using System.Reflection;
using System.Runtime.CompilerServices;

namespace Slipway.Tests.Api;

/// <summary>Writes down what of an assembly its users can see, sorted, without what the compiler adds to records.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) =>
        string.Join("\n\n", assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe));

    private static string Describe(Type type) =>
        string.Join('\n', Members(type).Order(StringComparer.Ordinal).Select(member => $"    {member}").Prepend($"{Kind(type)} {type.Namespace}.{Name(type)}{Bases(type)}"));

    private static IEnumerable<string> Members(Type type) => type.IsEnum
        ? Enum.GetValues(type).Cast<object>().Select(value => $"{Convert.ToInt32(value):00} {value}")
        :
        [
            .. type.GetConstructors(Declared).Where(Shown).Select(one => $"new({Parameters(one)})"),
            .. type.GetFields(Declared).Where(field => field.IsPublic).Select(field => $"{Static(field.IsStatic)}{Name(field.FieldType)} {field.Name}"),
            .. type.GetProperties(Declared).Where(IsShown).Select(Property),
            .. type.GetMethods(Declared).Where(method => Shown(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))).Select(Method),
        ];

    private static string Property(PropertyInfo property)
    {
        var setter = property.SetMethod is { IsPublic: true } set
            ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Static(property.GetMethod!.IsStatic)}{required}{Name(property.PropertyType, new NullabilityInfoContext().Create(property))} {property.Name} {{ get;{setter} }}";
    }

    private static string Method(MethodInfo method) =>
        $"{Static(method.IsStatic)}{Name(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}({Parameters(method)})";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType, new NullabilityInfoContext().Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "")}"));

    private static bool IsShown(PropertyInfo property) => property.Name != "EqualityContract" && property.GetMethod is { } get && (get.IsPublic || get.IsFamily);

    private static bool Shown(MethodBase method) =>
        (method.IsPublic || method.IsFamily) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.Name is not ("Equals" or "GetHashCode" or "ToString");

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : $"{(type.IsAbstract && type.IsSealed ? "static " : type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "")}{(type.GetMethod("<Clone>$") is null ? "class" : "record")}";

    private static string Bases(Type type)
    {
        var bases = type.GetInterfaces().Where(one => !one.Name.StartsWith("IEquatable", StringComparison.Ordinal) && type.BaseType?.IsAssignableTo(one) != true)
            .Select(one => Name(one)).Order(StringComparer.Ordinal).ToList();
        if (type is { IsEnum: false, IsValueType: false, BaseType: { } parent } && parent != typeof(object))
            bases.Insert(0, Name(parent));
        return type.IsEnum || bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Name(Type type, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Name(value)}?";

        // A type parameter may be a value type: whether it takes null is for its argument to say.
        var mark = !type.IsValueType && !type.IsGenericParameter && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!, nullability?.ElementType)}[]{mark}";

        if (!type.IsGenericType)
            return (Keywords.GetValueOrDefault(type) ?? (type.IsNested && !type.IsGenericParameter ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name)) + mark;

        var arguments = type.GetGenericArguments().Select((argument, i) => Name(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)));
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>{mark}";
    }

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(string)] = "string",
        [typeof(int)] = "int",
        [typeof(bool)] = "bool",
        [typeof(double)] = "double",
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(char)] = "char",
    };
}
