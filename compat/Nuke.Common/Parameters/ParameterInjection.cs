using Nuke.Common.Execution;

namespace Nuke.Common.Parameters;

/// <summary>Gives the members of a build their values.</summary>
internal static class ParameterInjection
{
    /// <summary>
    /// Reads everything that was given, that of components too although they ask for it later: every mistake is reported at once, before
    /// anything is done.
    /// </summary>
    public static void Parameters(NukeBuild build, BuildSession session)
    {
        var parameters = ParameterMember.All(build.GetType()).Where(parameter => !parameter.Own).ToList();
        build.Plan = !IsValueOf(parameters, session, nameof(NukeBuild.Plan)) && session.Parameters.OwnSwitch(nameof(NukeBuild.Plan));
        build.Continue = session.Parameters.OwnSwitch(nameof(NukeBuild.Continue));
        build.NoLogo = session.Parameters.OwnSwitch(nameof(NukeBuild.NoLogo));

        var mistakes = new List<string>();
        var values = new List<(ParameterMember Parameter, object Value)>();
        foreach (var parameter in parameters.Where(parameter => !build.Plan || parameter.Name != nameof(NukeBuild.Plan)))
        {
            try
            {
                parameter.Attribute.Build = build;
                if (parameter.Attribute.GetValue(parameter.Member, build) is { } value)
                    values.Add((parameter, value));
            }
            catch (UsageException mistake)
            {
                mistakes.Add(mistake.Message);
            }
        }

        foreach (var (parameter, value) in values.Where(given => !given.Parameter.OnComponent))
            MemberOf.Set(parameter.Member, build, value);

        // Providers may read parameters: they are asked when these have their values.
        mistakes.AddRange(values.SelectMany(given => Unlisted(build, given.Parameter, given.Value)));
        if (mistakes.Count > 0)
            throw new UsageException(string.Join('\n', mistakes.Distinct(StringComparer.Ordinal)));
    }

    /// <summary>
    /// Whether what was given is the value of a build's own parameter that has the name of a switch. NUKE warns of such a switch, and goes on
    /// without it.
    /// </summary>
    private static bool IsValueOf(IReadOnlyList<ParameterMember> parameters, BuildSession session, string name) =>
        parameters.Any(parameter => parameter.Name == name)
        && session.Parameters.Own(name) is { Count: > 0 } texts && !texts.All(text => bool.TryParse(text, out _));

    /// <summary>Values that are not parameters, for members of the class.</summary>
    public static void Others(NukeBuild build)
    {
        foreach (var (member, attribute) in MemberOf.Injected(build.GetType())
            .Where(found => found.Attribute is not ParameterAttribute && !found.Member.DeclaringType!.IsInterface)
            .OrderByDescending(found => found.Attribute.Priority))
        {
            attribute.Build = build;
            if (attribute.TryGetValue(member, build) is { } value)
                MemberOf.Set(member, build, value);
        }
    }

    private static IEnumerable<string> Unlisted(NukeBuild build, ParameterMember parameter, object value)
    {
        if (parameter.Attribute.ValueProviderMember is null || parameter.ValidValues(build) is not { } valid)
            return [];

        var texts = value as IEnumerable<object> ?? [value];
        return texts.Select(text => text.ToString()!)
            .Where(text => !valid.Contains(text))
            .Select(text => ParameterValues.Unfit(parameter.Option, text, source: null, string.Join(", ", valid)).Message);
    }
}
