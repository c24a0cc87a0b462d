using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Faults;

/// <summary>Reads the members of one fault and notes what is wrong with them; what it gives for a wrong one is of no use.</summary>
/// <param name="where">Which fault it is, for messages.</param>
internal sealed class FaultInput(JsonObject input, string where, List<string> wrong)
{
    public void Wrong(string what) => wrong.Add($"{where}: {what}");

    public bool Has(string member) => input[member] is not null;

    public void Required(string member)
    {
        if (!Has(member))
            Wrong($"{member} is missing");
    }

    /// <summary>Refuses members that are none of <paramref name="known"/>.</summary>
    public void Only(string whose, IReadOnlyList<string> known)
    {
        foreach (var (member, _) in input.Where(member => !known.Contains(member.Key, StringComparer.Ordinal)))
            Wrong($"{member} is unknown; {whose} has {string.Join(", ", known)}");
    }

    /// <summary>Null: it is not there.</summary>
    public string? Text(string member)
    {
        if (input[member] is not { } value)
            return null;
        if (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text)
            return text;

        Wrong($"{member} must be a text, found {value.ToJsonString()}");
        return null;
    }

    /// <param name="form">What it must be, in words.</param>
    public string? Text(string member, string form, Func<string, bool> hasForm)
    {
        var text = Text(member);
        if (text is null || hasForm(text))
            return text;

        Wrong($"{member} must be {form}, found {Shown(member)}");
        return null;
    }

    public string? Choice(string member, params IReadOnlyList<string> allowed) =>
        Text(member, $"one of {string.Join(", ", allowed)}", text => allowed.Contains(text, StringComparer.Ordinal));

    public int? Whole(string member, int least, int most)
    {
        if (input[member] is not { } value)
            return null;
        if (value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.Number && scalar.TryGetValue<int>(out var number) && number >= least && number <= most)
            return number;

        Wrong($"{member} must be a whole number from {least} to {most}, found {Shown(member)}");
        return null;
    }

    /// <param name="aboveZero">Whether 0 is refused.</param>
    public double? Real(string member, double most, bool aboveZero)
    {
        if (input[member] is not { } value)
            return null;
        if (value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.Number && scalar.TryGetValue<double>(out var number)
            && number <= most && (aboveZero ? number > 0 : number >= 0))
        {
            return number;
        }

        Wrong($"{member} must be a number {(aboveZero ? "above" : "from")} 0, {most} at most, found {Shown(member)}");
        return null;
    }

    private string Shown(string member) => input[member]!.ToJsonString();
}
