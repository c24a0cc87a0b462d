using System.Text.RegularExpressions;

namespace Slipway.Pipelines.Workflows;

/// <summary>
/// The commits of actions that generated workflows may use, in a file of the repository. Tags move; commits do not. Dependabot moves the pins in the
/// workflows, which is taken over from there.
/// </summary>
internal sealed partial record ActionLock(IReadOnlyDictionary<string, ActionPin> Pins)
{
    public const string Path = ".github/actions.lock";

    private const string Header = "# The one commit of each action that the generated workflows use. ./build.sh Pipelines takes over what Dependabot moved in them.\n";

    /// <summary>What the workflows use without a word: commits of the tags that they name, read in July 2026.</summary>
    public static ActionLock BuiltIn { get; } = Of(
    [
        new("actions/checkout", "3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
        new("actions/setup-dotnet", "a98b56852c35b8e3190ac28c8c2271da59106c68", "v6.0.0"),
        new("aws-actions/configure-aws-credentials", "e6de054238d6b7531b4efff3b6587d9aade6a06c", "v6.2.3"),
    ]);

    /// <summary>The lines of the file; null: there is none yet.</summary>
    /// <exception cref="DeployException">A line is no pin, or an action stands there twice.</exception>
    public static ActionLock Read(string? text)
    {
        List<ActionPin> pins = [];
        var lines = (text ?? "").Split('\n');
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.Length == 0 || line.StartsWith('#'))
                continue;

            if (!Line().IsMatch(line) || line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var action, var commit, var version])
                throw Broken(number, $"\"{line}\" is no pin");

            if (pins.Exists(pin => pin.Action == action))
                throw Broken(number, $"{action} stands there twice");

            pins.Add(new ActionPin(action, commit, version));
        }

        return Of(pins);
    }

    /// <summary>The file, in ordinal order.</summary>
    public string Text => Header + string.Concat(Pins.Values.OrderBy(pin => pin.Action, StringComparer.Ordinal).Select(pin => $"{pin}\n"));

    /// <summary>The pin of an action.</summary>
    /// <exception cref="DeployException">It has none (<see cref="Verdict.Usage"/>).</exception>
    public ActionPin Of(string action) => Pins.GetValueOrDefault(action) ?? throw new DeployException(
        $"""
         {Path} has no commit for {action}. Nothing was changed.
           valid  {string.Join(", ", Pins.Keys.Order(StringComparer.Ordinal))}
           try    add a line "{action} COMMIT VERSION" with the forty digits of the commit that the version's tag names
         """,
        Verdict.Usage);

    /// <summary>These pins, and where there are others of the same action, those.</summary>
    public ActionLock With(IEnumerable<ActionPin> others) =>
        Of([.. Pins.Values.Concat(others).GroupBy(pin => pin.Action, StringComparer.Ordinal).Select(group => group.Last())]);

    public static ActionLock Of(IReadOnlyList<ActionPin> pins) => new(pins.ToDictionary(pin => pin.Action, StringComparer.Ordinal));

    private static DeployException Broken(int line, string what) => new(
        $"""
         {Path} cannot be read: line {line}: {what}. Nothing was changed.
           valid  an action, the forty digits of its commit and its version, such as: {BuiltIn.Pins["actions/checkout"]}
         """,
        Verdict.Usage);

    [GeneratedRegex(@"^[\w.-]+/[\w./-]+ +[0-9a-f]{40} +v[0-9][\w.-]*$")]
    private static partial Regex Line();
}
