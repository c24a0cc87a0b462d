using System.Text;
using Slipway.Pipelines.Files;

namespace Slipway.Pipelines.Workflows;

/// <summary>What GitHub takes of a workflow. It says nothing of a file that is too large: the file starts no runs.</summary>
internal static class WorkflowLimits
{
    // 500 KB: https://docs.github.com/actions/reference/limits. Whether they are of 1000 or 1024 bytes is not said.
    private const int MostBytes = 500_000;

    /// <exception cref="DeployException">A file is too large (<see cref="Verdict.Usage"/>).</exception>
    public static IReadOnlyList<RepositoryFile> Demand(IReadOnlyList<RepositoryFile> files)
    {
        var large = files.Select(file => (file.Path, Size: Encoding.UTF8.GetByteCount(file.Text))).Where(file => file.Size > MostBytes).ToList();
        return large.Count == 0 ? files : throw new DeployException(
            $"""
             GitHub runs no workflow of more than {MostBytes / 1000} KB. Nothing was changed.
               found  {string.Join("\n         ", large.Select(file => $"{file.Path} would have {file.Size / 1000} KB"))}
               try    fewer checks and added jobs in one stage: a job may run several commands
             """,
            Verdict.Usage);
    }
}
