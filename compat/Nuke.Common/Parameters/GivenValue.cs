using Nuke.Common.IO;

namespace Nuke.Common.Parameters;

/// <summary>What was given for a parameter, before it is read as its type.</summary>
/// <param name="Values">The texts; none for a bare <c>--flag</c>.</param>
/// <param name="Source">Where they were found, for messages.</param>
/// <param name="Directory">Where relative paths begin.</param>
/// <param name="Split">Whether a text with the parameter's separator stands for several.</param>
internal sealed record GivenValue(IReadOnlyList<string> Values, string Source, AbsolutePath Directory, bool Split)
{
    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<string> Elements(string? separator) =>
        Split && separator is { Length: > 0 }
            ? [.. Values.SelectMany(value => value.Split(separator[0], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))]
            : Values;
}
