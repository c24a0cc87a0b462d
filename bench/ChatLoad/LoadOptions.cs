using System.Globalization;

namespace ChatLoad;

/// <summary>What is asked of a run.</summary>
/// <param name="Url">Where the chat is; on this machine.</param>
internal sealed record LoadOptions(Uri Url)
{
    public const string Usage =
        "ChatLoad --url http://127.0.0.1:PORT/ [--clients N] [--joiners N] [--rate N] [--seconds N] [--until-file PATH] [--marks PATH] [--report PATH.json]";

    /// <summary>A run ends by itself after this, whatever was asked for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(300);

    /// <summary>Clients that are in the room before anybody speaks.</summary>
    public int Clients { get; init; } = 100;

    /// <summary>Clients that come in at each mark: during a shift they meet both versions.</summary>
    public int Joiners { get; init; } = 2;

    /// <summary>HTTP requests a second.</summary>
    public int Rate { get; init; } = 50;

    /// <summary>How often each client says something.</summary>
    public TimeSpan SpeakEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the run lasts.</summary>
    public TimeSpan Limit { get; init; } = Longest;

    /// <summary>The run ends when this file is there.</summary>
    public string? UntilFile { get; init; }

    /// <summary>A file to which the driver of a shift appends a line at each of its steps; <see cref="Mark.ShiftEnd"/> is the last.</summary>
    public string? Marks { get; init; }

    /// <summary>Where the figures go as JSON.</summary>
    public string? Report { get; init; }

    /// <exception cref="FormatException">Something is unknown, missing or out of range, or another machine would get the load.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var name = arguments[index];
            if (name is not ("--url" or "--clients" or "--joiners" or "--rate" or "--seconds" or "--until-file" or "--marks" or "--report"))
                throw new FormatException($"{name} is unknown.");
            if (index + 1 == arguments.Count)
                throw new FormatException($"{name} has no value.");
            if (!values.TryAdd(name, arguments[index + 1]))
                throw new FormatException($"{name} is given twice.");
        }

        return new LoadOptions(Address(values.GetValueOrDefault("--url") ?? throw new FormatException("--url is missing.")))
        {
            Clients = Number("--clients", unset: 100, least: 1, most: 1000),
            Joiners = Number("--joiners", unset: 2, least: 0, most: 100),
            Rate = Number("--rate", unset: 50, least: 1, most: 1000),
            Limit = TimeSpan.FromSeconds(Number("--seconds", unset: (int)Longest.TotalSeconds, least: 1, most: (int)Longest.TotalSeconds)),
            UntilFile = values.GetValueOrDefault("--until-file"),
            Marks = values.GetValueOrDefault("--marks"),
            Report = values.GetValueOrDefault("--report"),
        };

        int Number(string name, int unset, int least, int most) =>
            !values.TryGetValue(name, out var text) ? unset
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw new FormatException($"{name} must be a number from {least} to {most}, found {text}.");
    }

    private static Uri Address(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp ? throw new FormatException($"--url must be an http:// address, found {text}.")
        : !url.IsLoopback ? throw new FormatException($"--url must be on this machine, found {url.Host}: nobody else gets this load.")
        : url;
}
