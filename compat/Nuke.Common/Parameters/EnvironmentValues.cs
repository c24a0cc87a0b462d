using Nuke.Common.Execution;

namespace Nuke.Common.Parameters;

/// <summary>
/// Finds the environment variable that gives a parameter its value: one of exactly its name; else <c>NUKE_IMAGE_TAG</c> or the like (only letters
/// and digits count, whatever their case); else <c>IMAGE_TAG</c> or the like. An empty variable gives nothing.
/// </summary>
/// <remarks>
/// The runner's own parameters need the NUKE prefix here. NUKE takes TARGET, HOST, SKIP, PLAN and so on from any environment: a variable
/// <c>TARGET=docs</c>, set for another program, would select the target Docs.
/// </remarks>
internal static class EnvironmentValues
{
    public static (string Variable, string Value)? Find(BuildSession session, string name, bool own)
    {
        if (!own && session.Variable(name) is { Length: > 0 } exact)
            return (name, exact);

        var plain = Plain(name);
        return One(session, name, "NUKE" + plain) ?? (own ? null : One(session, name, plain));
    }

    private static (string Variable, string Value)? One(BuildSession session, string name, string plain)
    {
        var found = session.VariableNames.Where(variable => Is(variable, plain) && !string.IsNullOrEmpty(session.Variable(variable))).ToList();
        if (found.Count == 0)
            return null;

        found.Sort(StringComparer.Ordinal);
        if (found.Exists(variable => session.Variable(variable) != session.Variable(found[0])))
        {
            throw new UsageException(
                $"""
                 The environment gives --{DashedName.Of(name)} more than one value. Nothing was run.
                   found  {string.Join(", ", found)}
                   try    unset all but one, or give --{DashedName.Of(name)} on the command line
                 """);
        }

        return (found[0], session.Variable(found[0])!);
    }

    private static bool Is(string variable, string plain)
    {
        // Most variables differ in the first letter: comparing before building strings keeps a start-up with a large environment quick.
        var matched = 0;
        foreach (var character in variable)
        {
            if (!char.IsLetterOrDigit(character))
                continue;
            if (matched == plain.Length || char.ToUpperInvariant(character) != char.ToUpperInvariant(plain[matched]))
                return false;
            matched++;
        }

        return matched == plain.Length;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}
