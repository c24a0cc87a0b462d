using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Parameters;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>
/// A value that the caller of the build may give: <c>--image-tag 1.2</c>, the variable <c>NUKE_IMAGE_TAG</c>, or a key of
/// <c>.nuke/parameters.json</c>, in this order; otherwise the initializer stands. Dashes and case do not count in names.
/// </summary>
/// <remarks>Unlike NUKE, which warns and goes on with the default, a value that does not fit is an error that ends the run before anything is done.</remarks>
public class ParameterAttribute(string? description = null) : ValueInjectionAttributeBase
{
    /// <summary>The sentence that <c>--help</c> prints.</summary>
    public virtual string? Description { get; } = description;

    /// <summary>The name; default is that of the member.</summary>
    public string? Name { get; set; }

    /// <summary>One character between the elements of an array that is given as one text.</summary>
    public string? Separator { get; set; }

    /// <summary>Whether <c>--help</c> lists the parameter.</summary>
    public virtual bool List { get; set; } = true;

    /// <summary>Where <see cref="ValueProviderMember"/> is found; default is the build.</summary>
    public Type? ValueProviderType { get; set; }

    /// <summary>
    /// A member of type <c>IEnumerable&lt;string&gt;</c> with the valid values. NUKE only lists them in the schema; here they are enforced too.
    /// </summary>
    public string? ValueProviderMember { get; set; }

    /// <inheritdoc/>
    public override object? GetValue(MemberInfo member, object instance) =>
        BuildSession.Current.Parameters.Value(ParameterMember.Of(member, this));

    /// <summary>The valid values, where a derived attribute knows them.</summary>
    public virtual IEnumerable<(string, object)>? GetValueSet(MemberInfo member, object instance) => null;
}

/// <summary>The build does not start unless the member has a value.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class RequiredAttribute : Attribute;

/// <summary>
/// The parameter is a secret: it is given on the command line or by the environment, not by a file, and is masked in what the build logs
/// (NUKE masks nothing).
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public class SecretAttribute : Attribute;

/// <summary>Puts a prefix before the names of all parameters of a component.</summary>
[AttributeUsage(AttributeTargets.Interface, AllowMultiple = false, Inherited = false)]
public class ParameterPrefixAttribute(string prefix) : Attribute
{
    /// <summary>The prefix; an ending "Prefix" is dropped.</summary>
    public string Prefix { get; } = prefix.EndsWith("Prefix", StringComparison.Ordinal) ? prefix[..^"Prefix".Length] : prefix;
}
