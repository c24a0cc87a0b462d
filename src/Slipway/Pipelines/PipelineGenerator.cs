using Slipway.Output;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;
using Slipway.Pipelines.Workflows;

namespace Slipway.Pipelines;

/// <summary>Keeps the generated files of a repository equal to what its definitions say.</summary>
internal sealed class PipelineGenerator(RepositoryFolder folder, IOutput output)
{
    /// <summary>Compares and lints; writes nothing. <see cref="Verdict.Failed"/> where anything is to be told.</summary>
    public async Task<Verdict> Check(DeliveryPlan plan, CancellationToken ct)
    {
        var there = await folder.Read(ct);
        var comparison = FileComparison.Of(pins => PipelineFiles.Of(plan, pins), there);
        foreach (var drift in comparison.Drifts)
        {
            output.Emit(new FileDrifted(drift.Path, drift.Line, drift.Kind));
            if (drift.Kind != DriftKind.Foreign)
                output.Emit(new FileDiff(drift.Diff));
        }

        foreach (var pin in comparison.Moved)
            output.Emit(new ActionMoved(pin.Action, pin.Version, IsTakenOver: false));

        var findings = there.Files.SelectMany(file => PipelineLint.Check(file, plan.Gates)).ToList();
        foreach (var finding in findings)
            output.Emit(new FileFlawed(finding));

        if (comparison.Drifts.Count + findings.Count > 0)
            return Verdict.Failed;

        output.Emit(new PipelinesDone(comparison.Expected.Count, Written: null));
        return Verdict.Deployed;
    }

    /// <summary>Writes what differs, and removes what nothing asks for; a file that is as it should be is not touched.</summary>
    /// <exception cref="DeployException">A file that was written by hand has the name of a generated one.</exception>
    public async Task Write(DeliveryPlan plan, CancellationToken ct)
    {
        var there = await folder.Read(ct);
        var comparison = FileComparison.Of(pins => PipelineFiles.Of(plan, pins), there);
        if (comparison.Drifts.Where(drift => drift.Kind == DriftKind.Foreign).Select(drift => drift.Path).ToList() is { Count: > 0 } foreign)
            throw Occupied(foreign);

        var written = 0;
        foreach (var leftover in comparison.Drifts.Where(drift => drift.Kind == DriftKind.Leftover))
        {
            folder.Delete(leftover.Path);
            Written(leftover.Path, leftover.Kind);
        }

        foreach (var file in comparison.Expected.Where(file => there.Files.All(other => other != file)))
        {
            await folder.Write(file, ct);
            Written(file.Path, comparison.Drifts.FirstOrDefault(drift => drift.Path == file.Path)?.Kind);
        }

        if (there.Lock != comparison.LockText)
        {
            await folder.Write(new RepositoryFile(ActionLock.Path, comparison.LockText), ct);
            Written(ActionLock.Path, there.Lock is null ? DriftKind.Missing : null);
        }

        foreach (var pin in comparison.Moved)
            output.Emit(new ActionMoved(pin.Action, pin.Version, IsTakenOver: true));

        output.Emit(new PipelinesDone(comparison.Expected.Count, written));

        void Written(string path, DriftKind? before)
        {
            written++;
            output.Emit(new FileWritten(path, before));
        }
    }

    private static DeployException Occupied(IReadOnlyList<string> paths) => new(
        $"""
         {(paths.Count == 1 ? "A file" : "Files")} written by hand {(paths.Count == 1 ? "has the name of one" : "have the names of some")} that the definitions ask for. Nothing was changed.
           found  {string.Join(", ", paths)}
           try    rename {(paths.Count == 1 ? "it" : "them")}, or delete {(paths.Count == 1 ? "it" : "them")} if the generated {(paths.Count == 1 ? "one does its" : "ones do their")} work; then ./build.sh Pipelines
         """,
        Verdict.Refused);
}
