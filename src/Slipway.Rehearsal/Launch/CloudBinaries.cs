using System.Reflection;

namespace Slipway.Rehearsal.Launch;

/// <summary>
/// The program of the cloud, copied for each build of it: a compilation must not overwrite files that a running process has mapped.
/// </summary>
internal sealed record CloudBinaries(string Build, string Program)
{
    /// <summary>The copy of the binaries that this process runs from; made when it is not there yet.</summary>
    public static CloudBinaries CopyTo(string folder)
    {
        var source = AppContext.BaseDirectory;
        var build = BuildOf(Assembly.GetExecutingAssembly());
        var copy = Path.Combine(folder, "bin", build);

        if (!Directory.Exists(copy))
        {
            var partial = copy + ".new";
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);

            Directory.CreateDirectory(partial);
            foreach (var file in Directory.EnumerateFiles(source).Where(IsNeeded))
                File.Copy(file, Path.Combine(partial, Path.GetFileName(file)));

            Directory.Move(partial, copy);
        }

        return new CloudBinaries(build, Path.Combine(copy, "Slipway.Rehearsal.dll"));
    }

    /// <summary>Removes the copies of other builds; call it when no cloud runs from them.</summary>
    public static void RemoveOthers(string folder, string build)
    {
        foreach (var other in Directory.EnumerateDirectories(Path.Combine(folder, "bin")).Where(other => Path.GetFileName(other) != build))
            Directory.Delete(other, recursive: true);
    }

    /// <summary>Changes with every build of the cloud or of the library under it.</summary>
    public static string BuildOf(Assembly cloud) =>
        $"{cloud.ManifestModule.ModuleVersionId:N}"[..16] + $"{typeof(DeployException).Module.ModuleVersionId:N}"[..16];

    private static bool IsNeeded(string file) =>
        Path.GetExtension(file) == ".dll" || Path.GetFileName(file) is "Slipway.Rehearsal.runtimeconfig.json" or "Slipway.Rehearsal.deps.json";
}
