using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.Parameters;

namespace Nuke.Common.Output;

/// <summary>What <c>--help</c> prints.</summary>
internal static class HelpText
{
    private const int Width = 90;

    public static string Of(IReadOnlyList<ExecutableTarget> targets, IReadOnlyList<ParameterMember> parameters)
    {
        var text = new StringBuilder();
        text.Append("Targets (with their direct dependencies):\n\n");
        var width = Math.Max(targets.Max(target => Title(target).Length), 20);
        foreach (var target in targets.Where(target => target.Listed))
            Target(text, target, width);

        var listed = parameters.Where(parameter => parameter.Attribute.List).OrderBy(parameter => parameter.Option, StringComparer.Ordinal).ToList();
        var defaults = string.Join(", ", targets.Where(target => target.IsDefault).Select(target => target.Name)) is { Length: > 0 } names ? names : "<none>";
        var optionWidth = Math.Max(listed.Max(parameter => parameter.Option.Length), 18);

        text.Append("\nParameters:\n");
        foreach (var group in new[] { listed.Where(parameter => !parameter.Own), listed.Where(parameter => parameter.Own) })
        {
            var lines = group.Select(parameter => Parameter(parameter, optionWidth, defaults)).ToList();
            if (lines.Count > 0)
                text.Append('\n').AppendJoin("", lines);
        }

        return text.ToString();
    }

    private static string Title(ExecutableTarget target) => target.IsDefault ? $"{target.Name} (default)" : target.Name;

    private static void Target(StringBuilder text, ExecutableTarget target, int width)
    {
        var dependencies = string.Join(", ", target.ExecutionDependencies.Select(dependency => dependency.Name));
        text.Append((dependencies.Length == 0 ? $"  {Title(target)}" : $"  {Title(target).PadRight(width)} -> {dependencies}") + "\n");
        if (!string.IsNullOrWhiteSpace(target.Description))
            text.Append($"    {target.Description}\n");
    }

    private static string Parameter(ParameterMember parameter, int optionWidth, string defaults)
    {
        var description = parameter.Attribute.Description?.Replace("{default_target}", defaults, StringComparison.Ordinal).TrimEnd('.') is { Length: > 0 } sentence
            ? sentence + "."
            : "<no description>";
        var lines = Wrap(description, Width - optionWidth - 4);
        return $"  {parameter.Option.PadRight(optionWidth)}  " + string.Join("\n" + new string(' ', optionWidth + 4), lines) + "\n";
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
                lines.Add(word);
            else
                lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
        }

        return lines;
    }
}
