using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Slipway.Nuke;

/// <summary>
/// Makes NUKE look at a required member that is no parameter. It gives no value: the member has its own, and getting that is the check.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StrictParametersAttribute : ValueInjectionAttributeBase
{
    public override object? GetValue(MemberInfo member, object instance) => null;
}
