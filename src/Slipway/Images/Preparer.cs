using System.Security.Cryptography;
using System.Text;
using Slipway.Git;
using Slipway.Output;
using Slipway.Processes;

namespace Slipway.Images;

/// <summary>Runs the commands that make build contexts and sites, each only when its inputs or its output changed.</summary>
/// <param name="root">Root of the repository.</param>
internal sealed class Preparer(string root, GitRepository git, IProcesses processes, IOutput output, TimeProvider time)
{
    private const int Tail = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Runs those that are needed, one after the other: two builds of one program disturb each other.</summary>
    /// <exception cref="DeployException">A command failed or left no output.</exception>
    public async Task Prepare(IEnumerable<Preparation> preparations, CancellationToken ct)
    {
        foreach (var preparation in preparations.DistinctBy(preparation => (string.Join('\0', preparation.Command), preparation.Output)))
            await Prepare(preparation, ct);
    }

    private async Task Prepare(Preparation preparation, CancellationToken ct)
    {
        var folder = OutputOf(preparation);
        var stamps = Path.Combine(root, ".nuke", "temp", "preparations");
        var stamp = Path.Combine(stamps, Hash([preparation.Output]));
        // Images and sites are prepared side by side, and another run in the same work tree may be under way.
        using var turn = await FileTurn.Take(Path.Combine(stamps, "turn"), Patience, time, ct);
        var inputs = await HashOfInputs(preparation, ct);
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, ct) == Stamp(inputs, folder))
        {
            output.Emit(new PreparationUpToDate(preparation.Output));
            return;
        }

        // A stamp of the run before must not survive a run that fails halfway.
        File.Delete(stamp);
        await Clear(folder, ct);
        var start = time.GetTimestamp();
        output.Emit(new Preparing(preparation));
        await Run(preparation, ct);
        if (!Directory.Exists(folder))
            throw Failed(preparation, "it succeeded, but did not write its output folder", "correct Output, or the command");

        output.Emit(new Prepared(preparation.Output, time.GetElapsedTime(start)));
        await File.WriteAllTextAsync(stamp, Stamp(inputs, folder), ct);
    }

    private string OutputOf(Preparation preparation)
    {
        var folder = Path.GetFullPath(preparation.Output, root);
        return folder.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? folder
            : throw Failed(preparation, "its output folder is not inside the repository", "name a folder of its own, such as server/publish");
    }

    /// <summary>What an earlier version wrote must not reach the image. Only a folder that git knows nothing of is cleared.</summary>
    private async Task Clear(string folder, CancellationToken ct)
    {
        if (Directory.Exists(folder) && !await git.Tracks(folder, ct))
            Directory.Delete(folder, recursive: true);
    }

    private async Task Run(Preparation preparation, CancellationToken ct)
    {
        var result = await processes.Run(
            new Command(preparation.Command[0], [.. preparation.Command.Skip(1)]) { Directory = root },
            line => output.Emit(new BuildLine(preparation.Output, line)),
            ct);
        if (result.ExitCode != 0)
        {
            throw Failed(
                preparation,
                $"it ended with {result.ExitCode}\n  output   {BuildOutput.Tail(result.Output + result.Error, Tail).ReplaceLineEndings("\n           ")}",
                "run the command by hand");
        }
    }

    /// <summary>A hash of the command and of all that it reads.</summary>
    /// <exception cref="DeployException">An input is missing.</exception>
    public async Task<string> HashOfInputs(Preparation preparation, CancellationToken ct)
    {
        foreach (var missing in preparation.Inputs.Where(input => !Path.Exists(Path.GetFullPath(input, root))))
            throw Failed(preparation, $"its input {missing} is missing", "correct Inputs; they are relative to the repository's root");

        var files = await git.Files(preparation.Inputs, ct);
        return Hash([
            .. preparation.Command,
            .. files
                .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
                .Select(file => $"{file}\n{FileHash.Of(Path.Combine(root, file))}"),
        ]);
    }

    private static string Stamp(string inputs, string folder) =>
        $"{inputs}\n{(Directory.Exists(folder) ? Hash(BuildContext.EntriesOf(folder, Dockerignore.None).Select(entry => $"{entry.Path}\n{entry.Content}")) : "missing")}\n";

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    private static DeployException Failed(Preparation preparation, string reason, string advice) => new(
        $"""
         {preparation.Output} was not prepared. Nothing of it was shipped.
           command  {new Command(preparation.Command[0], [.. preparation.Command.Skip(1)])}
           reason   {reason}
           try      {advice}
         """);
}
