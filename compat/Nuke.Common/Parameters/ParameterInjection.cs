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
        build.Plan = session.Parameters.OwnSwitch(nameof(NukeBuild.Plan));
        build.Continue = session.Parameters.OwnSwitch(nameof(NukeBuild.Continue));
        build.NoLogo = session.Parameters.OwnSwitch(nameof(NukeBuild.NoLogo));

        var mistakes = new List<string>();
        var values = new List<(ParameterMember Parameter, object Value)>();
        foreach (var parameter in ParameterMember.All(build.GetType()).Where(parameter => !parameter.Own))
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
