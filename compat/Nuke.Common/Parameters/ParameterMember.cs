using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common.Parameters;

/// <summary>A parameter of a build: the member, and what its attributes say.</summary>
internal sealed record ParameterMember(MemberInfo Member, ParameterAttribute Attribute, string Name, Type Type, bool Secret)
{
    /// <summary>The name as it is written on a command line.</summary>
    public string Option => $"--{DashedName.Of(Name)}";

    /// <summary>Whether it is one of the runner's own.</summary>
    public bool Own => Member.DeclaringType == typeof(NukeBuild);

    public bool OnComponent => Member.DeclaringType!.IsInterface;

    public static ParameterMember Of(MemberInfo member, ParameterAttribute attribute)
    {
        var prefix = member.DeclaringType!.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        return new(member, attribute, prefix + (attribute.Name ?? member.Name), MemberOf.TypeOf(member), member.IsDefined(typeof(SecretAttribute)));
    }

    /// <summary>All parameters of a build and its components, by name.</summary>
    public static IReadOnlyList<ParameterMember> All(Type build) =>
    [
        .. MemberOf.Injected(build)
            .Where(found => found.Attribute is ParameterAttribute)
            .Select(found => Of(found.Member, (ParameterAttribute)found.Attribute))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal),
    ];

    /// <summary>The values that are valid, where they can be listed.</summary>
    public IReadOnlyList<string>? ValidValues(NukeBuild build)
    {
        if (Attribute.GetValueSet(Member, build) is { } set)
            return [.. set.Select(value => value.Item1).Order(StringComparer.Ordinal)];

        if (Attribute.ValueProviderMember is { } provider)
            return [.. Provided(build, Attribute.ValueProviderType ?? build.GetType(), provider)];

        return Conversion.Choices(Type.IsArray ? Type.GetElementType()! : Type);
    }

    private IEnumerable<string> Provided(NukeBuild build, Type type, string name)
    {
        var member = type.GetMember(name, MemberOf.Everything).SingleOrDefault();
        return member is not null && MemberOf.Get(member, build) is IEnumerable<string> values
            ? values.Order(StringComparer.Ordinal)
            : throw new UsageException($"The parameter {Option} names {type.Name}.{name} for its valid values: there is no such member of type IEnumerable<string>.");
    }
}
