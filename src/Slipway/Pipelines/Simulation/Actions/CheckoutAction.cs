using Slipway.Processes;

namespace Slipway.Pipelines.Simulation.Actions;

/// <summary><c>actions/checkout</c>: a clone of this machine's repository in the job's own folder, as deep as it is asked for, at the run's commit or another branch's.</summary>
/// <param name="bring">Brings along, to the root of a clone of the run's own commit, what git does not have; null: nothing.</param>
internal sealed class CheckoutAction(IProcesses processes, Action<string>? bring)
{
    public const string Name = "actions/checkout";

    public async Task<ActionOutcome> Run(StepCall call, CancellationToken ct)
    {
        call.Know("repository", "ref", "fetch-depth", "fetch-tags", "persist-credentials", "path", "clean", "token");
        if (call.Input("repository") is { } other && other != call.Facts.Repository)
            throw new DeployException($"{Name} of another repository ({other}) cannot be simulated.", Verdict.Usage);

        var folder = call.Input("path") is { } path ? Path.Combine(call.Folder.Workspace, path) : call.Folder.Workspace;
        var commit = await Commit(call, ct);
        var depth = call.Input("fetch-depth") ?? "1";
        // A path would be taken for a reason to link its objects, and the depth be left out.
        var source = new Uri(call.Facts.Root).AbsoluteUri;

        Directory.CreateDirectory(folder);
        await Git(folder, ct, "init", "--quiet", "--initial-branch", call.Facts.RefName, ".");
        await Git(folder, ct, "remote", "add", "origin", source);
        IReadOnlyList<string> what = depth == "0" ? ["--tags", "origin", "+refs/heads/*:refs/remotes/origin/*", commit] : ["--no-tags", $"--depth={depth}", "origin", commit];
        await Git(folder, ct, ["-c", "protocol.version=2", "fetch", "--quiet", .. what]);
        await Git(folder, ct, "checkout", "--quiet", "--force", "-B", call.Facts.RefName, commit);
        if (commit == call.Facts.Sha && folder == call.Folder.Workspace)
            bring?.Invoke(folder);

        call.Log.Write($"checked out {commit} in {folder}");
        return new ActionOutcome(new Dictionary<string, string> { ["commit"] = commit, ["ref"] = call.Input("ref") ?? call.Facts.Ref }, new Dictionary<string, string>());
    }

    /// <summary>The run's own where that is asked for: the newest of its branch, whatever is checked out here.</summary>
    private async Task<string> Commit(StepCall call, CancellationToken ct)
    {
        if (call.Input("ref") is not { } wanted || wanted == call.Facts.RefName || wanted == call.Facts.Ref || wanted == call.Facts.Sha)
            return call.Facts.Sha;

        foreach (var name in new[] { wanted, $"refs/heads/{wanted}", $"refs/remotes/origin/{wanted}", $"refs/tags/{wanted}" })
        {
            var found = await processes.Run(new Command("git", "rev-parse", "--verify", "--quiet", $"{name}^{{commit}}") { Directory = call.Facts.Root }, onLine: null, ct);
            if (found.ExitCode == 0)
                return found.Output.Trim();
        }

        throw new DeployException($"{Name} wants {wanted}, which is neither a branch, a tag nor a commit of {call.Facts.Root}.");
    }

    private async Task Git(string folder, CancellationToken ct, params IReadOnlyList<string> arguments)
    {
        var result = await processes.Run(new Command("git", arguments) { Directory = folder }, onLine: null, ct);
        if (result.ExitCode != 0)
            throw new DeployException($"{Name} failed: git {string.Join(' ', arguments)} ended with {result.ExitCode}.\n{result.Error.Trim()}");
    }
}
