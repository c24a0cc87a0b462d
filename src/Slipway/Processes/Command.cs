namespace Slipway.Processes;

/// <summary>One program run, as a value: an argument list, never a shell string.</summary>
public sealed record Command(string Executable, params IReadOnlyList<string> Arguments)
{
    /// <summary>Working directory; the current one when null.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables added to the inherited environment; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Bytes fed to standard input, which is closed after them; nothing when null.</summary>
    public Stream? Input { get; init; }

    /// <summary>Argument values to show as *** wherever the command is printed.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The command line as a person may see it: quoted where needed, secrets masked.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Executable).Select(Show));

    private string Show(string argument)
    {
        foreach (var secret in Secrets.Where(secret => secret.Length > 0))
            argument = argument.Replace(secret, "***", StringComparison.Ordinal);

        return argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'' or '\\')
            ? argument
            : $"\"{argument.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>What a finished program left.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);
