using System.Diagnostics;
using System.Text.Json;
using Slipway.Rehearsal.Launch;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal;

/// <summary>
/// <c>cloud.json</c>: how a running cloud is reached and recognised. It is there from the moment the cloud is ready to its clean
/// end; process id and start time together tell a living cloud from a file that a killed one left.
/// </summary>
/// <param name="ProcessStart">In UTC, as the operating system tells it.</param>
/// <param name="Registry">Host and port.</param>
/// <param name="Build">Changes with every build of the cloud.</param>
internal sealed record CloudFile(
    int Pid, DateTimeOffset ProcessStart, Uri AwsEndpoint, string Registry, string DockerHost, string DockerCli, double Speed, string Build)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web) { WriteIndented = true };

    /// <summary>That of this process.</summary>
    public static CloudFile Of(RehearsalCloud cloud, string dockerHost, string dockerCli, double speed)
    {
        using var process = Process.GetCurrentProcess();
        return new CloudFile(
            process.Id, new DateTimeOffset(process.StartTime.ToUniversalTime()), cloud.AwsEndpoint, cloud.RegistryHost, dockerHost, dockerCli, speed,
            CloudBinaries.BuildId);
    }

    public static string PathIn(string folder) => Path.Combine(folder, "cloud.json");

    public void Write(string folder) => AtomicFile.Replace(PathIn(folder), stream => JsonSerializer.Serialize(stream, this, Format));

    /// <summary>Null: no cloud is ready in <paramref name="folder"/>.</summary>
    public static CloudFile? Read(string folder) =>
        File.Exists(PathIn(folder)) ? JsonSerializer.Deserialize<CloudFile>(File.ReadAllBytes(PathIn(folder)), Format) : null;
}
