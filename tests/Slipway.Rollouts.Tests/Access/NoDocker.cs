using System.Text;
using System.Text.Json.Nodes;
using Slipway.Processes;
using Slipway.Rehearsal.Ecr;

namespace Slipway.Rollouts.Access;

/// <summary>Runs programs, and stands for docker: an image is its own name, and is pushed to the registry with the password that docker would have.</summary>
internal sealed class NoDocker(IProcesses others) : IProcesses
{
    public const string Name = "docker";

    public Task<CommandResult> Run(Command command, Action<string>? onLine, CancellationToken ct) => command switch
    {
        { Executable: not Name } => others.Run(command, onLine, ct),
        { Arguments: ["push", var image] } => Push(image, command.Environment["DOCKER_CONFIG"]!, ct),
        { Arguments: ["image", "inspect", ..] } => Task.FromResult(new CommandResult(0, "sha256:0 linux/amd64 []", "")),
        { Arguments: ["build", ..] } => Task.FromResult(new CommandResult(0, "", "")),
        _ => Task.FromResult(new CommandResult(1, "", "unknown")),
    };

    /// <summary>What docker asks and sends, in its order.</summary>
    private static async Task<CommandResult> Push(string image, string folder, CancellationToken ct)
    {
        var (registry, name) = (image.Split('/', 2)[0], image.Split('/', 2)[1]);
        var (repository, tag) = (name.Split(':')[0], name.Split(':')[1]);
        var config = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "config.json"), ct))!;
        var password = Encoding.UTF8.GetString(Convert.FromBase64String(config["auths"]![registry]!["auth"]!.GetValue<string>())).Split(':', 2)[1];
        using var client = new RegistryClient(new Uri($"http://{registry}"), password);
        foreach (var blob in new[] { "{}", image })
        {
            var digest = Digest.Of(Encoding.UTF8.GetBytes(blob));
            if ((await client.Send("HEAD", $"{repository}/blobs/{digest}")).Status is var there && there == 200)
                continue;

            var begun = there == 404 ? await client.Send("POST", $"{repository}/blobs/uploads/") : null;
            var place = begun?.Headers.GetValueOrDefault("Location");
            var sent = place is null ? begun : await client.Send("PATCH", place, Encoding.UTF8.GetBytes(blob), contentRange: $"0-{blob.Length - 1}");
            var done = sent is { Status: 202 } ? await client.Send("PUT", $"{place}?digest={digest}", ReadOnlyMemory<byte>.Empty) : sent;
            if (done is not { Status: 201 })
                return new CommandResult(1, "", $"denied: {done?.Text}");
        }

        var put = await client.Send("PUT", $"{repository}/manifests/{tag}", RegistryClient.ManifestOf(image), RegistryClient.ManifestType);
        return put.Status == 201 ? new CommandResult(0, "", "") : new CommandResult(1, "", $"denied: {put.Text}");
    }
}
