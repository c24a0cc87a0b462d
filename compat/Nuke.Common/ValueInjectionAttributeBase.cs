using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Serilog;

namespace Nuke.Common.ValueInjection;

/// <summary>Gives a member of the build its value, after the parameters were read and before anything runs.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
[SuppressMessage("Naming", "CA1710", Justification = "The name that NUKE gave it.")]
public abstract class ValueInjectionAttributeBase : Attribute
{
    /// <summary>The build.</summary>
    public INukeBuild Build { get; internal set; } = null!;

    /// <summary>Members are given their values from high to low.</summary>
    public virtual int Priority => 0;

    /// <summary>Whether a failure is kept quiet.</summary>
    public virtual bool SuppressWarnings => false;

    /// <summary>The value, or null to leave the member as it is.</summary>
    public abstract object? GetValue(MemberInfo member, object instance);

    /// <summary>The value, or null where there is none or it cannot be found, which is logged as a warning. A value that was given but does not fit is an error.</summary>
    public object? TryGetValue(MemberInfo member, object instance)
    {
        try
        {
            return GetValue(member, instance);
        }
        catch (Exception exception) when (exception is not Execution.UsageException)
        {
            if (!SuppressWarnings)
                Log.Warning(exception, "Could not inject value for {Member}", $"{member.DeclaringType?.Name}.{member.Name}");

            return null;
        }
    }
}
