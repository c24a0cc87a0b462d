using System.Security.Cryptography;
using System.Text;
using Slipway.Processes;

namespace Slipway.Images;

/// <summary>Docker through its command-line program.</summary>
internal sealed class DockerCli(DockerConnection connection, IProcesses processes, TimeProvider time) : IDocker
{
    private const int Tail = 20;
    private static readonly TimeSpan RegistryBudget = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Task<CommandResult>? _buildx;

    /// <inheritdoc/>
    public async Task Build(ImageBuild build, DockerConfig config, Action<string> onLine, CancellationToken ct)
    {
        var buildx = await HasBuildx(ct);
        var command = Docker(DockerCommands.Build(build, buildx), config, buildx ? null : "0");
        var result = await processes.Run(command, onLine, ct);
        if (result.ExitCode == 0)
            return;

        throw NotAnswering(result) ?? new DeployException(
            $"""
             The image of {build.Image.Context} was not built: docker ended with {result.ExitCode}. Nothing was pushed.
               step     {BuildOutput.FailedStep(result.Output, result.Error) ?? "none was begun"}
               command  {command}
               output   {BuildOutput.Tail(result.Output + result.Error, Tail).ReplaceLineEndings("\n           ")}
               try      correct the step in {build.Image.Dockerfile}, and run the command by hand to see all of its output
             """);
    }

    /// <inheritdoc/>
    public async Task<LocalImage?> Find(string image, CancellationToken ct)
    {
        var result = await processes.Run(Docker(DockerCommands.Inspect(image)), onLine: null, ct);
        return result.ExitCode == 0 && result.Output.Trim().Split(' ', 3) is [var id, var platform, var digests]
            ? new LocalImage(id, platform, OnlyHere: digests is "[]" or "null")
            : null;
    }

    /// <inheritdoc/>
    public async Task<string?> RemoteIdentity(string image, CancellationToken ct)
    {
        using var budget = new CancellationTokenSource(RegistryBudget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, budget.Token);
        try
        {
            // The answer names the digest of each platform's image; it changes exactly when one of them does.
            var result = await processes.Run(Docker(DockerCommands.Manifest(image)), onLine: null, either.Token);
            return result.ExitCode == 0 ? $"manifest {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result.Output)))}" : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<string?> Push(string image, DockerConfig config, Action<string> onLine, CancellationToken ct)
    {
        var result = await processes.Run(Docker(DockerCommands.Push(image), config), onLine, ct);
        if (result.ExitCode == 0)
            return null;

        return NotAnswering(result) is { } silent ? throw silent : result.Error.Trim();
    }

    /// <summary>Asked once; builds that begin at the same time share the answer.</summary>
    private async Task<bool> HasBuildx(CancellationToken ct)
    {
        lock (_gate)
            _buildx ??= processes.Run(Docker(DockerCommands.BuildxVersion), onLine: null, ct);

        return (await _buildx).ExitCode == 0;
    }

    private Command Docker(IReadOnlyList<string> arguments, DockerConfig? config = null, string? buildKit = null)
    {
        Dictionary<string, string?> environment = [];
        if (connection.Host is { } host)
            environment["DOCKER_HOST"] = host;
        if (config is not null)
            environment["DOCKER_CONFIG"] = config.Folder;
        if (buildKit is not null)
            environment["DOCKER_BUILDKIT"] = buildKit;

        return new Command(connection.Cli, arguments) { Environment = environment };
    }

    private static DeployException? NotAnswering(CommandResult result) =>
        result.Error.Split('\n').FirstOrDefault(line => line.Contains("Cannot connect to the Docker daemon", StringComparison.Ordinal)
            || line.Contains("permission denied while trying to connect", StringComparison.OrdinalIgnoreCase)
            || line.Contains("error during connect", StringComparison.Ordinal)) is { } line
            ? new DeployException(
                $"""
                 Docker does not answer. Nothing was changed.
                   answer  {line.Trim()}
                   try     start Docker (or correct DOCKER_HOST, the docker context, or your membership of the group docker)
                 """)
            : null;
}
