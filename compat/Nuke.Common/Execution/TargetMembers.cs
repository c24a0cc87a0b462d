using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>
/// Finds the properties that are targets: those of the class in the order of their declaration, then those of its components. A public member of
/// the class, or an explicit implementation, stands for the component's target of the same name.
/// </summary>
internal static class TargetMembers
{
    public static IReadOnlyList<PropertyInfo> Of(Type build)
    {
        var own = build.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(property => IsTarget(property) && !IsExplicit(property))
            .ToList();
        var components = build.GetInterfaces()
            .SelectMany(component => component.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .Where(property => IsTarget(property) && !IsExplicit(property))
            .GroupBy(property => property.Name, StringComparer.Ordinal)
            .Where(named => !IsReplaced(build, own, named))
            .Select(named => MostDerived([.. named]));

        return [.. own, .. components];
    }

    private static bool IsTarget(PropertyInfo property) => property.PropertyType == typeof(Target);

    private static bool IsExplicit(PropertyInfo property) => property.Name.Contains('.', StringComparison.Ordinal);

    private static bool IsReplaced(Type build, List<PropertyInfo> own, IGrouping<string, PropertyInfo> named)
    {
        var component = named.First().DeclaringType!.Name;
        if (own.Find(property => property.Name == named.Key) is { } replacement)
        {
            return replacement.GetMethod!.IsPublic
                ? true
                : throw new UsageException($"The target {build.Name}.{named.Key} has the name of {component}.{named.Key}: make it public to replace that, or rename it.");
        }

        return build.GetMember(named.Key).FirstOrDefault() is not { } hiding
            ? false
            : throw new UsageException(
                $"{component}.{named.Key} cannot be a target: {hiding.DeclaringType!.Name} has a member of that name, behind which NUKE drops the target without a word. Rename it.");
    }

    private static PropertyInfo MostDerived(IReadOnlyList<PropertyInfo> named) =>
        named.FirstOrDefault(one => named.All(other => other.DeclaringType!.IsAssignableFrom(one.DeclaringType)))
        ?? throw new UsageException(
            $"The target {named[0].Name} comes from several components: {string.Join(", ", named.Select(property => property.DeclaringType!.Name))}. Implement it in the build.");
}
