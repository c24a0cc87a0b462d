using System.Globalization;
using Slipway.Pipelines.Simulation.Expressions;

namespace Slipway.Pipelines.Simulation;

/// <summary>Checks what whoever starts a workflow answers, as GitHub does.</summary>
internal static class InputAnswers
{
    /// <param name="given">Each <c>name=value</c>.</param>
    /// <exception cref="DeployException">An answer is missing, or is none (<see cref="Verdict.Usage"/>). All that is wrong is named.</exception>
    public static IReadOnlyDictionary<string, Value> Of(IReadOnlyList<WorkflowInput> inputs, IReadOnlyList<string> given)
    {
        List<string> wrong = [];
        Dictionary<string, Value> answers = new(StringComparer.OrdinalIgnoreCase);
        var said = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in given)
        {
            if (one.Split('=', 2) is not [var name, var value] || inputs.All(input => !string.Equals(input.Name, name, StringComparison.OrdinalIgnoreCase)))
                wrong.Add($"--input {one}: there is no such input; valid are {string.Join(", ", inputs.Select(input => $"{input.Name}=...").DefaultIfEmpty("none"))}");
            else
                said[name] = value;
        }

        foreach (var input in inputs)
        {
            var answer = said.GetValueOrDefault(input.Name) ?? input.Default;
            if (answer is null && input.IsRequired)
                wrong.Add($"--input {input.Name}=... is missing{(input.Options.Count > 0 ? $"; valid are {string.Join(", ", input.Options)}" : "")}");
            else if (answer is not null && input.Type == "choice" && !input.Options.Contains(answer, StringComparer.Ordinal))
                wrong.Add($"--input {input.Name}={answer}: valid are {string.Join(", ", input.Options)}");
            else if (Typed(input, answer) is { } value)
                answers[input.Name] = value;
            else
                wrong.Add($"--input {input.Name}={answer} is no {input.Type}");
        }

        return wrong.Count == 0 ? answers : throw new DeployException($"The workflow cannot be started so. Nothing ran.\n{string.Join('\n', wrong.Select(one => $"  {one}"))}", Verdict.Usage);
    }

    // A choice without an answer is its first, as GitHub's form has it; only inputs of these two types are typed.
    private static Value? Typed(WorkflowInput input, string? answer) => input.Type switch
    {
        "boolean" => answer is null or "false" ? Value.Of(false) : answer == "true" ? Value.Of(true) : null,
        "number" => answer is null ? Value.Of(0) : double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : null,
        "choice" => Value.Of(answer ?? (input.Options is [var first, ..] ? first : "")),
        _ => Value.Of(answer ?? ""),
    };
}
