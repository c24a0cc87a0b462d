using System.Globalization;

namespace Slipway.Rehearsal;

/// <summary>The command line of the rehearsal cloud.</summary>
/// <param name="DockerHost">Null: a private engine is started.</param>
internal sealed record RehearsalArguments(string Folder, int Port, double Speed, string? DockerHost, string? DockerCli)
{
    private const string Usage = "Slipway.Rehearsal --folder DIR [--port N] [--speed N] [--docker-host unix://SOCKET --docker-cli PATH]";

    /// <exception cref="DeployException">Usage: something is unknown, missing or out of range.</exception>
    public static RehearsalArguments Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var name = arguments[index];
            if (name is not ("--folder" or "--port" or "--speed" or "--docker-host" or "--docker-cli"))
                throw Wrong($"{name} is unknown");

            if (index + 1 == arguments.Count)
                throw Wrong($"{name} has no value");

            if (!values.TryAdd(name, arguments[index + 1]))
                throw Wrong($"{name} is given twice");
        }

        var (host, cli) = (values.GetValueOrDefault("--docker-host"), values.GetValueOrDefault("--docker-cli"));
        if (host is null != cli is null)
            throw Wrong("--docker-host and --docker-cli go together");

        if (host?.StartsWith("unix://", StringComparison.Ordinal) == false)
            throw Wrong($"--docker-host must begin with unix://, found {host}");

        return new RehearsalArguments(
            Path.GetFullPath(values.GetValueOrDefault("--folder") ?? throw Wrong("--folder is missing")),
            (int)Number("--port", 0, 0, 65535, NumberStyles.None),
            Number("--speed", 1, 1, 100_000, NumberStyles.AllowDecimalPoint),
            host, cli);

        double Number(string name, double unset, double least, double most, NumberStyles style) =>
            !values.TryGetValue(name, out var text) ? unset
            : double.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw Wrong($"{name} must be a number from {least} to {most}, found {text}");
    }

    private static DeployException Wrong(string reason) =>
        new(
            $"""
             The rehearsal cloud was not started: {reason}. Nothing was changed.
               usage  {Usage}
             """,
            Verdict.Usage);
}
