using System.Reflection;
using Nuke.Common;
using Slipway.Output;

namespace Slipway.Nuke;

/// <summary>Finds the values that must not be printed: parameters marked as secret, and the usual variables that hold credentials.</summary>
internal static class SecretParameters
{
    private static readonly string[] Variables = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"];

    public static void Register(IShip build, Redactor redactor)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

        var types = build.GetType().GetInterfaces().Prepend(build.GetType());
        var members = types.SelectMany(type => type.GetMembers(All)).Where(member => member.GetCustomAttribute<SecretAttribute>() is not null);
        foreach (var value in members.Select(member => Value(member, build)).Concat(Variables.Select(System.Environment.GetEnvironmentVariable)))
        {
            if (value is not null)
                redactor.Register(value);
        }
    }

    private static string? Value(MemberInfo member, IShip build) =>
        (member is PropertyInfo property ? property.GetValue(build) : ((FieldInfo)member).GetValue(build)) as string;
}
