using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Finds the directory that a build works on.</summary>
internal static class RootDirectory
{
    public static AbsolutePath Find(BuildSession session) =>
        session.Parameters.Own("Root") switch
        {
            null => Search(session.WorkingDirectory),
            [] => session.WorkingDirectory,
            [.., var given] => Given(session.WorkingDirectory / given),
        };

    private static AbsolutePath Given(AbsolutePath root) =>
        root.DirectoryExists()
            ? root
            : throw new UsageException(
                $"""
                 The root directory {root} does not exist. Nothing was run.
                   try  name an existing directory with --root
                 """);

    private static AbsolutePath Search(AbsolutePath from)
    {
        for (AbsolutePath? directory = from; directory is not null; directory = directory.Parent)
        {
            if (Path.Exists(directory / ".nuke"))
                return directory;
        }

        throw new UsageException(
            $"""
             There is no root directory: neither {from} nor a directory above it holds '.nuke'. Nothing was run.
               try  call the build from inside the repository, create '.nuke' in its root, or name the root with --root
             """);
    }
}
