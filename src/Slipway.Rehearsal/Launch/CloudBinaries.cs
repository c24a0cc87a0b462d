namespace Slipway.Rehearsal.Launch;

/// <summary>
/// The program of the cloud, copied to a folder named after its build: compiling again must not overwrite files that a running
/// process has mapped, and a cloud of another build is recognised by its command line.
/// </summary>
/// <param name="Source">The folder with Slipway.Rehearsal.dll and all it needs.</param>
internal sealed record CloudBinaries(string Source)
{
    public const string Program = "Slipway.Rehearsal.dll";

    /// <summary>Those that this process runs from.</summary>
    public static CloudBinaries Ours { get; } = new(AppContext.BaseDirectory);

    /// <summary>The compiler gives every different build of an assembly another module version id.</summary>
    public static string BuildId { get; } =
        $"{typeof(CloudBinaries).Module.ModuleVersionId:N}"[..16] + $"{typeof(DeployException).Module.ModuleVersionId:N}"[..16];

    /// <summary>The program's path in the copy of this build.</summary>
    public static string ProgramIn(RehearsalFolder folder) => Path.Combine(folder.Binaries, BuildId, Program);

    public void CopyTo(RehearsalFolder folder)
    {
        var target = Path.Combine(folder.Binaries, BuildId);
        if (Directory.Exists(folder.Binaries))
        {
            foreach (var old in Directory.GetDirectories(folder.Binaries).Where(old => old != target))
                Directory.Delete(old, recursive: true);
        }

        if (Directory.Exists(target))
            return;

        // Renamed at the end, so that a copy that was broken off is never taken for a whole one.
        var partial = Path.Combine(folder.Binaries, ".partial");
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);

        Directory.CreateDirectory(partial);
        foreach (var file in Directory.EnumerateFiles(Source).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(partial, Path.GetFileName(file)));

        Directory.Move(partial, target);
    }
}
