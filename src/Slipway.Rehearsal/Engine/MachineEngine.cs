using System.Net.Sockets;
using Slipway.Processes;

namespace Slipway.Rehearsal.Engine;

/// <summary>The Docker Engine that this machine has by itself.</summary>
internal static class MachineEngine
{
    private const string DefaultHost = "unix:///var/run/docker.sock";

    /// <summary>The engine of the active context, when it can run the rehearsal.</summary>
    /// <param name="found">Gets a line about each thing that was looked at and could not be used.</param>
    public static async Task<DockerHost?> Find(IProcesses processes, List<string> found, CancellationToken ct)
    {
        var cli = OnPath("docker");
        var host = cli is null ? null : await ActiveContext(processes, cli, ct);
        host ??= Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : DefaultHost;

        var reason = await WhyNot(host, ct) ?? (cli is null ? "it answers, but no docker program is on the PATH" : null);
        if (reason is null)
            return new DockerHost(cli!, host, IsPrivate: false);

        found.Add($"{host}: {reason}");
        return null;
    }

    private static async Task<string?> WhyNot(string host, CancellationToken ct)
    {
        if (!host.StartsWith("unix://", StringComparison.Ordinal))
            return "not a socket of this machine; an engine elsewhere cannot reach a registry on this machine's loopback";

        try
        {
            using var api = new DockerApi(host["unix://".Length..]);
            var info = await api.Get("info", ct);
            if ((string?)info?["OperatingSystem"] == "Docker Desktop")
                return "Docker Desktop, which cannot reach a registry on this machine's loopback from its virtual machine";

            return info?["SecurityOptions"]?.ToJsonString().Contains("name=rootless", StringComparison.Ordinal) == true
                ? "a rootless engine, which cannot reach a registry on this machine's loopback"
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException or DockerApiException)
        {
            return (exception.InnerException ?? exception).Message;
        }
    }

    /// <summary>The context that the docker program would use; DOCKER_HOST and DOCKER_CONTEXT are considered by it.</summary>
    private static async Task<string?> ActiveContext(IProcesses processes, string cli, CancellationToken ct)
    {
        var result = await processes.Run(new Command(cli, "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"), null, ct);
        return result.ExitCode == 0 && result.Output.Trim() is { Length: > 0 } host ? host : null;
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
