using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Parameters;

/// <summary>A member that an attribute gives its value. A class: the runtime has no ready code for lists of tuples, and start-up counts.</summary>
internal sealed record InjectedMember(MemberInfo Member, ValueInjectionAttributeBase Attribute);

/// <summary>The members of a build that reflection is asked for.</summary>
internal static class MemberOf
{
    public const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>
    /// The members with an attribute that gives values: those of the class, and those of its components that no public member of the class
    /// hides.
    /// </summary>
    public static IReadOnlyList<InjectedMember> Injected(Type build) =>
    [
        .. build.GetMembers(Everything | BindingFlags.FlattenHierarchy)
            .Concat(build.GetInterfaces().SelectMany(component => component.GetMembers(Everything)).Where(member => build.GetMember(member.Name).Length == 0))
            .Where(member => member.MemberType is MemberTypes.Field or MemberTypes.Property)
            .Where(member => member.IsDefined(typeof(ValueInjectionAttributeBase)))
            .Select(member => new InjectedMember(member, member.GetCustomAttribute<ValueInjectionAttributeBase>()!)),
    ];

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    public static object? Get(MemberInfo member, object instance) =>
        member is FieldInfo field ? field.GetValue(instance) : ((PropertyInfo)member).GetValue(instance);

    /// <summary>Sets a field, a property, or the field behind a property without a setter.</summary>
    public static void Set(MemberInfo member, object instance, object? value)
    {
        if (member is FieldInfo field)
            field.SetValue(instance, value);
        else if (member is PropertyInfo { CanWrite: true } property)
            property.SetValue(instance, value);
        else if (member.DeclaringType!.GetField($"<{member.Name}>k__BackingField", Everything) is { } behind)
            behind.SetValue(instance, value);
        else
            throw new UsageException($"{member.DeclaringType!.Name}.{member.Name} is a parameter without a place for its value: make it a field or an auto-property.");
    }

    /// <summary>The member that a lambda such as <c>() => Tag</c> reads.</summary>
    public static MemberInfo Expression(LambdaExpression lambda) =>
        TryExpression(lambda) ?? throw new UsageException($"'{lambda.Body}' does not name a member.");

    public static MemberInfo? TryExpression(LambdaExpression lambda)
    {
        var body = lambda.Body;
        while (body is UnaryExpression conversion)
            body = conversion.Operand;

        return (body as MemberExpression)?.Member;
    }
}
