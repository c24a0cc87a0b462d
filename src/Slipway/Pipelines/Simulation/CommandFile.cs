namespace Slipway.Pipelines.Simulation;

/// <summary>The files with which a step sets outputs and variables: <c>name=value</c>, or <c>name&lt;&lt;END</c>, lines, <c>END</c>.</summary>
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#environment-files
internal static class CommandFile
{
    /// <exception cref="DeployException">A line is neither.</exception>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (line.Length == 0)
                continue;

            var (equals, block) = (line.IndexOf('=', StringComparison.Ordinal), line.IndexOf("<<", StringComparison.Ordinal));
            if (block > 0 && (equals < 0 || block < equals))
            {
                var end = Array.IndexOf(lines, line[(block + 2)..], at + 1);
                if (end < 0)
                    throw new DeployException($"A step set {line[..block]} and did not end its value: {line[(block + 2)..]} is missing in its file.");

                values[line[..block]] = string.Join('\n', lines[(at + 1)..end]);
                at = end;
            }
            else if (equals > 0)
            {
                values[line[..equals]] = line[(equals + 1)..];
            }
            else
            {
                throw new DeployException($"A step wrote \"{line}\" to set a value; name=value is expected.");
            }
        }

        return values;
    }
}
