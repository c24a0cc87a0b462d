namespace Slipway.Git;

/// <summary>The tag that says which sources an image was made from.</summary>
internal static class CommitTag
{
    private const int Shown = 10;

    /// <summary>
    /// The commit; in the rehearsal also <c>&lt;commit&gt;-dirty-&lt;hash&gt;</c>, since there is nobody to share it with.
    /// </summary>
    /// <param name="hashOfChanges">From <see cref="GitRepository.HashOfChanges"/>; not used for a clean tree.</param>
    /// <exception cref="DeployException">No commit yet, or changes that are not committed and an environment that others use.</exception>
    public static string For(WorkTree tree, string hashOfChanges, DeployEnvironment environment)
    {
        if (tree.Commit is null)
        {
            throw new DeployException(
                $"""
                 {tree.Root} has no commit yet, and images are named after their commit. Nothing was changed.
                   try  commit first
                 """,
                Verdict.Refused);
        }

        if (tree.Changed.Count == 0)
            return tree.Commit;

        return environment.IsLocal
            ? $"{tree.Commit}-dirty-{hashOfChanges[..12]}"
            : throw new DeployException(
                $"""
                 The work tree differs from commit {tree.Commit[..12]} in {tree.Changed.Count} file(s); only the rehearsal takes what is not committed. Nothing was changed.
                   files  {string.Join("\n         ", tree.Changed.Take(Shown))}{(tree.Changed.Count > Shown ? $"\n         and {tree.Changed.Count - Shown} more" : "")}
                   try    commit or stash them, or deploy to {DeployEnvironment.Local.Name}
                 """,
                Verdict.Refused);
    }
}
